/**
 * `status.json`: how the service stands, for programs that only read files. It is replaced whole, so that a reader
 * never meets half of one; what an earlier service left, broken or not, is replaced at the start.
 */
import { open, rename, rm } from 'node:fs/promises';
import type { Clock } from '../core/clock.ts';
import { Fault, messageOf } from '../core/errors.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Service, Summary } from './service.ts';

export interface StatusFileDeps {
  /** Asked at each write: a reload may move it. */
  readonly file: () => string;
  readonly clock: Clock;
  /** What is to stand in it; JSON. */
  readonly status: () => Promise<Readonly<Record<string, unknown>>>;
}

/**
 * Several services may ask for it at the same moment: one write after the other, so that the newest stays.
 * @throws {Fault} E_IO from `runOnce` when it cannot be written: the old one stays, and its `writtenAt` tells its age.
 */
export function createStatusFile({ file, clock, status }: StatusFileDeps): Service {
  const inTurn = createTurns();
  const write = async (): Promise<Summary> => {
    const text = `${JSON.stringify({ writtenAt: new Date(clock.now()).toISOString(), ...(await status()) }, null, 2)}\n`;
    await replaceFile(file(), text);
    return { bytes: Buffer.byteLength(text) };
  };
  return {
    name: 'status',
    runOnce: () => inTurn(write),
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
