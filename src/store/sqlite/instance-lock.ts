/**
 * One orchestrator a data directory (D14): an exclusive transaction held on `instance.lock.db` for as long as we live.
 * The kernel frees it the moment the process is gone, whatever killed it; Node has no flock.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, isFault, messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { assertWritable, connectToWrite } from './connection.ts';
import type { Connection } from './connection.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';

export interface InstanceLock {
  release(): void;
}

/** Who holds the lock, for the message a second start gives; a hint, never the lock itself. */
const HOLDER = 'instance.json';

/** @throws {Fault} E_INSTANCE_HELD with the holder's pid; E_DIRECTORY when the folder is missing or may not be written; E_DISK_FULL, E_IO. */
export function holdInstanceLock(directory: string, now: number): InstanceLock {
  if (!existsSync(directory))
    throw new Fault('E_DIRECTORY', `the data directory ${directory} does not exist`, { file: directory });
  const connection = lock(directory);
  const holder = join(directory, HOLDER);
  try {
    writeFileSync(holder, `${JSON.stringify({ pid: process.pid, since: new Date(now).toISOString() })}\n`);
  } catch (error) {
    connection.close();
    throw new Fault(codeOf(error), `${holder} cannot be written: ${messageOf(error)}`, { file: holder, cause: error });
  }
  return {
    release: () => {
      try {
        rmSync(holder, { force: true });
      } catch (error) {
        throw new Fault(codeOf(error), `${holder} cannot be removed: ${messageOf(error)}`, {
          file: holder,
          cause: error,
        });
      } finally {
        connection.close();
      }
    },
  };
}

const REFUSALS: Readonly<Record<string, ErrorCode>> = { ENOSPC: 'E_DISK_FULL', EDQUOT: 'E_DISK_FULL', EIO: 'E_IO' };

function codeOf(error: unknown): ErrorCode {
  return REFUSALS[(error as NodeJS.ErrnoException).code ?? ''] ?? 'E_DIRECTORY';
}

function lock(directory: string): Connection {
  const file = join(directory, 'instance.lock.db');
  let connection: Connection | null = null;
  try {
    connection = connectToWrite(file, { ...DEFAULT_PRAGMAS, busyTimeoutMs: 0 });
    connection.exec('BEGIN EXCLUSIVE');
    assertWritable(connection);
    return connection;
  } catch (cause) {
    connection?.close();
    if (isFault(cause)) throw cause;
    if (/locked|busy/i.test(messageOf(cause)))
      throw new Fault('E_INSTANCE_HELD', `${directory} is held by ${holderOf(directory)}`, { file: directory, cause });
    throw new Fault('E_DIRECTORY', `${file} cannot be written: ${messageOf(cause)}`, { file, cause });
  }
}

function holderOf(directory: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(join(directory, HOLDER), 'utf8')) as { pid: number; since: string };
    return `process ${pid} (since ${since})`;
  } catch {
    return 'another process';
  }
}
