import { Fault } from '../../core/errors.ts';
import type { Instance } from '../../core/lease.ts';
import type { TakeoverReport, WorkerRecord } from '../contract.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

const insertInstance = statement(
  (dialect, p: Parameters<{ id: string; pid: number; startTicks: string; bootId: string; startedAt: number }>) =>
    dialect.db.insertInto('instances').values({
      id: p('id'),
      pid: p('pid'),
      start_ticks: p('startTicks'),
      boot_id: p('bootId'),
      started_at: p('startedAt'),
    }),
);
const markEnded = statement((dialect, p: Parameters<{ id: string; at: number }>) =>
  dialect.db
    .updateTable('instances')
    .set({ ended_at: p('at') })
    .where('id', '=', p('id')),
);
const countStarts = statement((dialect, p: Parameters<{ since: number }>) =>
  dialect.db
    .selectFrom('instances')
    .select((eb) => eb.fn.countAll<number>().as('starts'))
    .where('started_at', '>=', p('since')),
);
/** A process id that comes again means that its former owner is dead. */
const writeWorker = statement(
  (dialect, p: Parameters<{ pid: number; startTicks: string; bootId: string; instance: string }>) =>
    dialect.db
      .insertInto('workers')
      .values({ pid: p('pid'), start_ticks: p('startTicks'), boot_id: p('bootId'), instance: p('instance') })
      .onConflict((conflict) =>
        conflict.column('pid').doUpdateSet((eb) => ({
          start_ticks: eb.ref('excluded.start_ticks'),
          boot_id: eb.ref('excluded.boot_id'),
          instance: eb.ref('excluded.instance'),
        })),
      ),
);
const deleteWorker = statement((dialect, p: Parameters<{ pid: number }>) =>
  dialect.db.deleteFrom('workers').where('pid', '=', p('pid')),
);
const workersOfOthers = statement((dialect, p: Parameters<{ instance: string }>) =>
  dialect.db
    .selectFrom('workers')
    .select(['pid', 'start_ticks as startTicks', 'boot_id as bootId', 'instance'])
    .where('instance', '!=', p('instance'))
    .orderBy('pid'),
);
const writeMetaOnce = statement((dialect, p: Parameters<{ key: string; value: string }>) =>
  dialect.db
    .insertInto('meta')
    .values({ key: p('key'), value: p('value') })
    .onConflict((conflict) => conflict.column('key').doNothing()),
);
const metaValue = statement((dialect, p: Parameters<{ key: string }>) =>
  dialect.db.selectFrom('meta').select('value').where('key', '=', p('key')),
);

export function* registerInstance(instance: Instance): Operation<void> {
  yield* run(insertInstance, { ...instance });
}

export function* endInstance(id: string, at: number): Operation<void> {
  yield* run(markEnded, { id, at });
}

export function* recordWorker(worker: WorkerRecord): Operation<void> {
  yield* run(writeWorker, { ...worker });
}

export function* forgetWorker(pid: number): Operation<void> {
  yield* run(deleteWorker, { pid });
}

export function* leftoverWorkers(instance: string): Operation<readonly WorkerRecord[]> {
  return yield* all(workersOfOthers, { instance });
}

/** D33: the first start decides, every later one must agree. */
export function* claimPurpose(purpose: 'rehearsal' | 'real'): Operation<void> {
  yield* run(writeMetaOnce, { key: 'purpose', value: purpose });
  const claimed = (yield* first(metaValue, { key: 'purpose' }))?.value;
  if (claimed !== purpose) {
    throw new Fault('E_REHEARSAL', `the database is for ${claimed} work, and this start is for ${purpose} work`);
  }
}

export function* takeover(): Operation<TakeoverReport | null> {
  const value = (yield* first(metaValue, { key: 'takeover' }))?.value;
  return value === undefined ? null : (JSON.parse(value) as TakeoverReport);
}

export function* startsSince(since: number): Operation<number> {
  return (yield* first(countStarts, { since }))?.starts ?? 0;
}
