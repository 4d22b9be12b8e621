import type { Batch } from '../../core/batch.ts';
import type { WaitMove } from '../contract.ts';
import { toBatch } from '../rows.ts';
import { all, run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readTime, timeText } from '../times.ts';
import { lockBatch } from './find-rows.ts';

const waiting = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db
    .selectFrom('scraping_tasks')
    .select(['id', 'retry_at'])
    .where('execution_batch', '=', p('batch'))
    .where('status', '=', 'retrying'),
);

const moveRetry = statement((dialect, p: Parameters<{ id: number; retryAt: string }>) =>
  dialect.db
    .updateTable('scraping_tasks')
    .set({ retry_at: p('retryAt') })
    .where('id', '=', p('id'))
    .where('status', '=', 'retrying'),
);

const moveDeadline = statement((dialect, p: Parameters<{ batch: string; deadlineAt: string }>) =>
  dialect.db
    .updateTable('execution_batches')
    .set({ deadline_at: p('deadlineAt') })
    .where('batch_id', '=', p('batch')),
);

/** F15: what waits for an instant of the wall clock keeps its wait when that clock is set. */
export function* moveWaits({ batch, byMs, latestRetryAt }: WaitMove): Operation<Batch> {
  const row = yield* lockBatch(batch);
  const moves = (yield* all(waiting, { batch })).flatMap(({ id, retry_at: text }) => {
    const retryAt = readTime(text);
    const moved = retryAt === null ? null : Math.min(retryAt + byMs, latestRetryAt);
    return moved === null || moved === retryAt ? [] : [{ id, retryAt: timeText(moved) }];
  });
  yield* runEach(moveRetry, moves);
  if (byMs !== 0) yield* run(moveDeadline, { batch, deadlineAt: timeText(toBatch(row).deadlineAt + byMs) });
  return toBatch(yield* lockBatch(batch));
}
