/** SQLite's errors as faults of the product, and faults as plain data to cross a thread. */
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { ErrorCode, Place } from '../../core/errors.ts';

/** Primary result codes (sqlite.org/rescode.html). */
const RESULT: Readonly<Record<number, { readonly code: ErrorCode; readonly cure?: string }>> = {
  5: { code: 'E_STORE', cure: 'Another program holds the database locked: close it (a database browser, a copy job).' },
  6: { code: 'E_STORE', cure: 'Another program holds the database locked: close it (a database browser, a copy job).' },
  8: { code: 'E_DIRECTORY', cure: "Let the service's user write to the database file and its directory." },
  10: { code: 'E_IO' },
  11: { code: 'E_STORE_CORRUPT' },
  13: { code: 'E_DISK_FULL' },
  14: { code: 'E_DIRECTORY', cure: "Create the directory, and let the service's user write to it." },
  23: { code: 'E_DIRECTORY' },
  26: {
    code: 'E_STORE_CORRUPT',
    cure: 'The file is no SQLite database, or a damaged one: name another file, or restore a backup.',
  },
};

function resultCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

/** Anything thrown while the database was used, as a Fault that names the file. */
export function toFault(error: unknown, file: string, doing: string): Fault {
  if (isFault(error)) return error;
  const code = resultCode(error);
  const known = code === null ? undefined : RESULT[code];
  return new Fault(known?.code ?? 'E_STORE', `${doing} ${file}: ${messageOf(error)}`, {
    file,
    cause: error,
    cure: known?.cure,
  });
}

export function asFault(error: unknown): Fault {
  return isFault(error) ? error : new Fault('E_INTERNAL', messageOf(error), { cause: error });
}

/** A Fault as it crosses a thread, where an Error would lose its class. */
export interface PlainFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: Place;
  readonly cure: string;
}

export function plainFault({ code, message, place, cure }: Fault): PlainFault {
  return { code, message, place, cure };
}

export function revivedFault({ code, message, place, cure }: PlainFault): Fault {
  return new Fault(code, message, { ...place, cure });
}
