/** The operating system's refusals as faults of ours: what was being done, to which file, and what to do about it. */
import { Fault, isFault, messageOf, type ErrorCode } from '../core/errors.ts';

/** `ENOSPC` and the like; null for anything that is no system error. */
export function codeOf(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : null;
}

interface Refusal {
  readonly code: ErrorCode;
  readonly what: string;
  readonly cure?: string;
}

const WRITABLE = "Let the service's user read, write and enter every folder of the tree.";
const REAL_FOLDER = 'Put a real folder in its place: links and files are not followed inside the tree.';

const REFUSALS: Readonly<Record<string, Refusal>> = {
  ENOSPC: { code: 'E_DISK_FULL', what: 'no space is left on the disk' },
  EDQUOT: { code: 'E_DISK_FULL', what: "the quota of the service's user is used up" },
  EFBIG: {
    code: 'E_DISK_FULL',
    what: 'the file is larger than the process may write',
    cure: 'Raise the limit on file size (ulimit -f, LimitFSIZE=).',
  },
  EACCES: { code: 'E_DIRECTORY', what: 'permission was denied', cure: WRITABLE },
  EPERM: { code: 'E_DIRECTORY', what: 'the operation is not permitted', cure: WRITABLE },
  EROFS: {
    code: 'E_DIRECTORY',
    what: 'the disk is read-only',
    cure: 'Mount it writable; a disk that turned read-only by itself is failing.',
  },
  ENOENT: { code: 'E_DIRECTORY', what: 'the folder is not there' },
  ENOTDIR: { code: 'E_DIRECTORY', what: 'something on the way is no folder', cure: REAL_FOLDER },
  ELOOP: { code: 'E_DIRECTORY', what: 'a symbolic link is in the way', cure: REAL_FOLDER },
  EISDIR: {
    code: 'E_DIRECTORY',
    what: "a folder has the file's name",
    cure: "Remove the folder that has a file's name.",
  },
  EXDEV: {
    code: 'E_DIRECTORY',
    what: 'it is on another file system than the staging folder',
    cure: 'Keep the whole tree on one file system: mount the disk at its root.',
  },
  EMFILE: { code: 'E_IO', what: 'too many files are open', cure: 'Raise the limit on open files (LimitNOFILE=).' },
  ENFILE: { code: 'E_IO', what: 'the machine has too many files open', cure: 'Find what holds them: `lsof | wc -l`.' },
};

/** The fault for whatever went wrong; faults stay as they are. @param doing `writing CyT/…/x.csv`. */
export function asFault(error: unknown, doing: string): Fault {
  if (isFault(error)) return error;
  const system = codeOf(error);
  const refusal = system === null ? undefined : REFUSALS[system];
  if (refusal === undefined) return new Fault('E_IO', `${doing} failed: ${messageOf(error)}`, { cause: error });
  return new Fault(refusal.code, `${doing} failed: ${refusal.what} (${system})`, { cause: error, cure: refusal.cure });
}
