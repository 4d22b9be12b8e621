import type { Task } from '../core/task.ts';
import type { Outputs } from '../outputs/contract.ts';
import { outcomeFile } from '../records/journal.ts';
import type { Ending } from './settle-task.ts';

/** Writes the end of a task that published nothing into the batch's journal (D9): `rebuild` needs the failures too. */
export async function journalOutcome(outputs: Outputs, batch: string, task: Task, ending: Ending, at: number): Promise<void> {
  const status = ending.step === 'fail' ? 'failed' : 'permanently_failed';
  const { verdict, truncated, code, message } = ending;
  await outputs.publish([outcomeFile(batch, task, { status, verdict, truncated, code, message, rows: 0, path: null, sha256: null, at })]);
}
