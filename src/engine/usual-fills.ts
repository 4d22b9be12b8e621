/** What is usual of a task's rows, from the last batches' journals: the worker compares its pages with it (fault F65). */
import { codeOf, messageOf } from '../core/errors.ts';
import type { Task } from '../core/task.ts';
import type { Outputs } from '../outputs/contract.ts';
import { fieldsPath, readFields, usualShares } from '../records/field-fills.ts';
import type { FieldFills } from '../records/field-fills.ts';
import { closePath, JOURNAL_FOLDER, readClose } from '../records/journal.ts';
import type { Log } from '../telemetry/contract.ts';

/** Ten weeks of fortnightly batches. */
const LAST_BATCHES = 5;

export interface UsualFillsDeps {
  readonly outputs: Pick<Outputs, 'list' | 'read'>;
  readonly log: Log;
}

export type UsualFills = (task: Task) => Promise<Readonly<Record<string, number>>>;

/** The journals are read once a batch. */
export function createUsualFills(deps: UsualFillsDeps): UsualFills {
  let known: { readonly batch: string; readonly fills: Promise<readonly (readonly FieldFills[])[]> } | null = null;
  return async (task) => {
    if (known?.batch !== task.batch) known = { batch: task.batch, fills: lastFills(deps, task.batch) };
    return usualShares(await known.fills, task);
  };
}

/** What cannot be read is no reason to stop work: less is compared, and the log says why. */
async function lastFills(deps: UsualFillsDeps, current: string): Promise<readonly (readonly FieldFills[])[]> {
  const closed: { readonly batch: string; readonly startedAt: number }[] = [];
  for (const batch of await deps.outputs.list(JOURNAL_FOLDER)) {
    const close = batch === current ? null : await readOrNull(deps, closePath(batch), readClose);
    if (close !== null) closed.push({ batch, startedAt: close.startedAt });
  }
  const newest = closed.toSorted((a, b) => b.startedAt - a.startedAt).slice(0, LAST_BATCHES);
  const fills: (readonly FieldFills[])[] = [];
  for (const { batch } of newest) {
    const read = await readOrNull(deps, fieldsPath(batch), readFields);
    if (read !== null) fills.push(read);
  }
  return fills;
}

async function readOrNull<T>(
  { outputs, log }: UsualFillsDeps,
  path: string,
  read: (bytes: Uint8Array, file: string) => T,
): Promise<T | null> {
  try {
    const bytes = await outputs.read(path);
    return bytes === null ? null : read(bytes, path);
  } catch (error) {
    log.warn('journal_not_read', { file: path, code: codeOf(error), error: messageOf(error) });
    return null;
  }
}
