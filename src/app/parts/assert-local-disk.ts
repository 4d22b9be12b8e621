/**
 * SQLite's locks and its shared memory do not hold over a network (sqlite.org/useovernet.html): a database there is
 * refused before anything touches it (F29). Which file system a folder is on is told by the kernel's mount table (proc(5)).
 */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../../core/errors.ts';

/** Types whose files live on another machine, or pass through a program that may keep its own copies. */
const OVER_A_NETWORK =
  /^(?:nfs4?|cifs|smb3?|smbfs|ncpfs|afs|ceph|lustre|beegfs|glusterfs|gpfs|gfs2?|ocfs2|orangefs|pvfs2|davfs2?|vboxsf|fuse\.(?:sshfs|glusterfs|davfs2?|s3fs|goofys|rclone|ceph\S*|juicefs|gcsfuse|gvfsd\S*|cvmfs2?))$/;

export interface Mount {
  readonly point: string;
  readonly type: string;
}

/** The mount a folder is on; null = the table does not tell. @param table text of /proc/self/mountinfo */
export function mountOf(folder: string, table: string): Mount | null {
  let found: Mount | null = null;
  for (const line of table.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = before
      .split(' ')[4]
      ?.replaceAll(/\\([0-7]{3})/g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 8)));
    const [type] = after.split(' ');
    if (point === undefined || type === undefined || type === '' || !isBelow(folder, point)) continue;
    // A later mount on the same point covers the earlier one.
    if (found === null || point.length >= found.point.length) found = { point, type };
  }
  return found;
}

function isBelow(folder: string, point: string): boolean {
  return point === '/' || folder === point || folder.startsWith(`${point}/`);
}

/** @throws {Fault} E_DIRECTORY when the folder of `database.path` is on a network file system. */
export function assertLocalDisk(database: string, table: string | null = mountTable()): void {
  const mount = table === null ? null : mountOf(nearest(dirname(database)), table);
  if (mount === null || !OVER_A_NETWORK.test(mount.type)) return;
  throw new Fault(
    'E_DIRECTORY',
    `the database ${database} would be on ${mount.point}, a network file system (${mount.type}), where its locks do not hold`,
    {
      file: database,
      cure: 'Give `database.path` a folder on a disk of this machine; backups and the output tree may stay.',
    },
  );
}

/** The folder itself, without links, or the nearest one above it that is there. */
function nearest(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || folder === dirname(folder)) throw error;
    return nearest(dirname(folder));
  }
}

/** null where there is none: not Linux, or a container without /proc. */
function mountTable(): string | null {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
}
