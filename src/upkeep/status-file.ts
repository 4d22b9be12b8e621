/**
 * `status.json`: how the service stands, for programs that only read files. It is replaced whole, so that a reader
 * never meets half of one; what an earlier service left, broken or not, is replaced at the start.
 */
import { open, rename, rm } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import { Fault, messageOf } from '../core/errors.ts';
import type { Service } from './service.ts';

export interface StatusFileDeps {
  readonly file: string;
  readonly clock: Clock;
  /** What is to stand in it; JSON. */
  readonly status: () => Promise<Readonly<Record<string, unknown>>>;
}

/** @throws {Fault} E_IO from `runOnce` when it cannot be written: the old one stays, and its `writtenAt` tells its age. */
export function createStatusFile({ file, clock, status }: StatusFileDeps): Service {
  return {
    name: 'status',
    runOnce: async () => {
      const text = `${JSON.stringify({ writtenAt: new Date(clock.now()).toISOString(), ...(await status()) }, null, 2)}\n`;
      await replaceFile(file, text);
      return { bytes: Buffer.byteLength(text) };
    },
  };
}

/** It is not synced: after a power cut an old one, or none, is as good as any. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  try {
    const handle = await open(temporary, 'w', 0o644);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Fault('E_IO', `the status file ${file} cannot be written: ${messageOf(cause)}`, { file, cause });
  }
}
