/** What any store promises about leases, pages and settlements; each database's tests call it with its own factory. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextStatus, TASK_STATUSES, TASK_STEPS } from '../../src/core/task.ts';
import type { Task, TaskStatus, TaskStep } from '../../src/core/task.ts';
import type { Store } from '../../src/store/contract.ts';
import {
  completed,
  faultOf,
  HOUR,
  INTENT,
  leased,
  leaseRequest,
  MINUTE,
  page,
  planned,
  SECOND,
  settled,
  settlement,
  sharedStore,
  T0,
} from './given.ts';
import type { OpenStore } from './given.ts';

export function taskConformance(name: string, open: OpenStore): void {
  leaseConformance(name, open);
  pageConformance(name, open);
  settleConformance(name, open);
  transitionConformance(name, open);
}

function leaseConformance(name: string, open: OpenStore): void {
  test(`${name}: a lease charges an attempt and begins with the first page`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { task: running, lease, resume, items } = await leased(store, task!.id);
    assert.deepEqual([running.status, running.attempts, running.startedAt], ['running', 1, T0 + SECOND]);
    assert.deepEqual(lease, { task: task!.id, token: 'token:1', owner: 'instance-1' });
    assert.deepEqual(resume, { generation: 1, cursor: null, atEnd: false, pages: 0, rows: 0, keys: [] });
    assert.deepEqual(items, []);
  });

  test(`${name}: of many who lease a task at once, one gets it`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.tasks.leaseTask(leaseRequest(task!.id, { token: `token-${index}` })),
      ),
    );
    assert.equal(answers.filter((answer) => typeof answer !== 'string').length, 1);
    assert.equal(answers.filter((answer) => answer === 'not_ready').length, 7);
    assert.equal((await store.tasks.findTask(task!.id))?.attempts, 1);
  });

  test(`${name}: a lane never holds more tasks than its width, however many ask at once (D6)`, async (t) => {
    const store = await open(t);
    const tasks = await planned(store, 6);
    const answers = await Promise.all(tasks.map(({ id }) => store.tasks.leaseTask(leaseRequest(id, { laneWidth: 2 }))));
    assert.equal(answers.filter((answer) => answer === 'lane_full').length, 4);
    const [lane] = await store.tasks.lanes('Nov26_01', T0);
    assert.deepEqual([lane?.running, lane?.pending], [2, 4]);
  });

  test(`${name}: a due retry goes before the next pending task, a later one shows when it is due (D23)`, async (t) => {
    const store = await open(t);
    const [first, second] = await planned(store, 3);
    const { lease } = await leased(store, first!.id);
    await settled(store, settlement(lease, { step: 'retry', verdict: 'network', code: 'E_RESET', retryAt: T0 + HOUR }));
    const lanes = async (at: number) => (await store.tasks.lanes('Nov26_01', at))[0];
    assert.deepEqual([(await lanes(T0))?.next, (await lanes(T0))?.nextRetryAt], [second!.id, T0 + HOUR]);
    assert.deepEqual([(await lanes(T0 + HOUR))?.next, (await lanes(T0 + HOUR))?.nextRetryAt], [first!.id, null]);
    assert.equal(await store.tasks.leaseTask(leaseRequest(first!.id, { at: T0 + HOUR - 1 })), 'not_ready');
    assert.equal((await leased(store, first!.id, { at: T0 + HOUR })).lease.token, 'token:2');
  });

  test(`${name}: a task of a closed batch, an unknown one and one without attempts left are not leased`, async (t) => {
    const store = await open(t);
    await planned(store, 1);
    await store.batches.cancelOpenTasks('Nov26_01', 'enough', T0);
    await store.batches.closeBatch('Nov26_01', 'cancelled', T0);
    const [task] = await store.reports.listTasks({});
    assert.equal(await store.tasks.leaseTask(leaseRequest(task!.id)), 'not_ready');
    assert.equal(await store.tasks.leaseTask(leaseRequest(4711)), 'not_ready');
  });

  test(`${name}: F2 orphans of a dead owner are pending at once, with attempt and pages, and the owner's late writes change nothing`, async (t) => {
    const store = await open(t);
    const [task, other] = await planned(store, 2);
    const { lease } = await leased(store, task!.id, { owner: 'dead' });
    await store.tasks.commitPage(lease, 1, page(1));
    await leased(store, other!.id, { owner: 'alive' });
    const freed = await store.tasks.releaseOrphans('alive', T0 + MINUTE);
    assert.deepEqual(
      freed.map(({ id, status, attempts, interruptions }) => [id, status, attempts, interruptions]),
      [[task!.id, 'pending', 0, 1]],
    );
    assert.equal(await store.tasks.commitPage(lease, 1, page(2)), 'lease_lost');
    const again = await leased(store, task!.id, { owner: 'alive' });
    assert.deepEqual([again.resume.cursor?.page, again.resume.pages, again.resume.rows], [2, 1, 2]);
    assert.deepEqual(again.resume.keys, ['id:1-a', 'url:https://www.inmuebles24.com/p/1-b']);
    assert.equal((await store.tasks.lanes('Nov26_01', T0))[0]?.running, 2);
  });

  test(`${name}: P12 the third interruption on the same page quarantines the task; a page that gets through starts the count anew (D24)`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const die = async (number: number, commits: number | null) => {
      const { lease, resume } = await leased(store, task!.id, { owner: `dead-${number}` });
      if (commits !== null) await store.tasks.commitPage(lease, resume.generation, page(commits));
      return (await store.tasks.releaseOrphans('alive', T0 + number * MINUTE))[0];
    };
    assert.equal((await die(1, null))?.interruptions, 1);
    assert.equal((await die(2, null))?.interruptions, 2);
    assert.equal((await die(3, 1))?.interruptions, 1);
    assert.equal((await die(4, null))?.interruptions, 2);
    const last = await die(5, null);
    assert.deepEqual(
      [last?.status, last?.verdict, last?.errorCode, last?.attempts],
      ['permanently_failed', 'resources', 'E_WORKER_DIED', 0],
    );
    assert.equal((await store.batches.findBatch('Nov26_01'))?.failedTasks, 1);
  });
}

function pageConformance(name: string, open: OpenStore): void {
  test(`${name}: pages come back as they were committed, in order`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id);
    const pages = [page(1), page(2, true, { truncated: 'robots', total: null, empty: true })];
    for (const each of pages) assert.equal(await store.tasks.commitPage(lease, 1, each), 'committed');
    assert.deepEqual(await store.tasks.readPages(task!.id), pages);
    const row = await store.tasks.findTask(task!.id);
    assert.deepEqual([row?.pages, row?.rows, row?.rejectedRows], [2, 4, 2]);
  });

  test(`${name}: a page that comes again is told apart and stored once`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id);
    await store.tasks.commitPage(lease, 1, page(1));
    assert.equal(await store.tasks.commitPage(lease, 1, page(1, false, { rows: [] })), 'repeated');
    assert.deepEqual(await store.tasks.readPages(task!.id), [page(1)]);
  });

  test(`${name}: a page out of order, of another generation, behind the end or with a next page behind it is refused`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id);
    await store.tasks.commitPage(lease, 1, page(1));
    assert.equal(await faultOf(store.tasks.commitPage(lease, 1, page(3))), 'E_PROTOCOL');
    assert.equal(await faultOf(store.tasks.commitPage(lease, 2, page(2))), 'E_PROTOCOL');
    assert.equal(
      await faultOf(store.tasks.commitPage(lease, 1, page(2, false, { next: { page: 2, url: 'u' } }))),
      'E_PROTOCOL',
    );
    await store.tasks.commitPage(lease, 1, page(2, true));
    assert.equal(await faultOf(store.tasks.commitPage(lease, 1, page(3))), 'E_PROTOCOL');
    assert.equal((await store.tasks.readPages(task!.id)).length, 2);
  });

  test(`${name}: P9 a late writer's token changes nothing, whatever it writes, and each try is an event`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const late = (await leased(store, task!.id, { owner: 'late' })).lease;
    await store.tasks.releaseOrphans('instance-1', T0 + MINUTE);
    const { lease } = await leased(store, task!.id);
    const before = await store.tasks.findTask(task!.id);
    assert.equal(await store.tasks.commitPage(late, 1, page(1, true)), 'lease_lost');
    assert.equal(await store.tasks.pagesToPublish(late), 'lease_lost');
    for (const step of ['complete', 'retry', 'defer', 'fail', 'exhaust', 'release'] as const) {
      assert.equal(await store.tasks.settleTask(settlement(late, { step, publish: INTENT })), 'lease_lost');
    }
    assert.deepEqual(await store.tasks.findTask(task!.id), before);
    assert.deepEqual(await store.tasks.readPages(task!.id), []);
    assert.equal(await store.tasks.commitPage(lease, 1, page(1)), 'committed');
    const events = await store.reports.taskEvents(task!.id);
    assert.equal(events.filter(({ step, actor }) => step === 'lease_lost' && actor === 'late').length, 8);
  });

  const resumption = [
    { when: 'its newest page is fresh and read by the same definition', changes: {}, resumes: true },
    { when: 'its newest page is older than the window', changes: { resumeWindowMs: 30 * MINUTE }, resumes: false },
    { when: 'its definition has changed', changes: { definition: 'definition-2' }, resumes: false },
  ] as const;
  for (const { when, changes, resumes } of resumption) {
    test(`${name}: a retried task ${resumes ? 'resumes' : 'begins anew'} when ${when} (D17)`, async (t) => {
      const store = await open(t);
      const [task] = await planned(store);
      const { lease } = await leased(store, task!.id);
      await store.tasks.commitPage(lease, 1, page(1));
      await settled(store, settlement(lease, { step: 'retry', retryAt: T0 + HOUR }));
      const { resume } = await leased(store, task!.id, { at: T0 + HOUR, ...changes });
      assert.deepEqual(
        [resume.generation, resume.cursor?.page ?? null, resume.pages],
        resumes ? [1, 2, 1] : [2, null, 0],
      );
      assert.equal((await store.tasks.readPages(task!.id)).length, resumes ? 1 : 0);
    });
  }

  test(`${name}: a task told to start afresh has none of its pages at the next lease`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id);
    await store.tasks.commitPage(lease, 1, page(1, true));
    await settled(store, settlement(lease, { step: 'retry', verdict: 'layout_changed', freshStart: true }));
    const { resume, lease: next } = await leased(store, task!.id, { at: T0 + HOUR });
    assert.deepEqual(resume, { generation: 2, cursor: null, atEnd: false, pages: 0, rows: 0, keys: [] });
    assert.equal(await store.tasks.commitPage(next, 2, page(1)), 'committed');
  });

  test(`${name}: a task that has all its pages lacks only the publishing, however late it is taken up (D18)`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id, { owner: 'dead' });
    await store.tasks.commitPage(lease, 1, page(1, true));
    await store.tasks.pagesToPublish(lease);
    await store.tasks.releaseOrphans('alive', T0 + MINUTE);
    const { resume } = await leased(store, task!.id, { at: T0 + 48 * HOUR, definition: 'definition-2' });
    assert.deepEqual([resume.generation, resume.atEnd, resume.pages], [1, true, 1]);
    assert.deepEqual(await store.tasks.readPages(task!.id), [page(1, true)]);
  });
}

function settleConformance(name: string, open: OpenStore): void {
  test(`${name}: completing writes status, verdict, file, event and counts, and the pages leave with it (D19)`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const done = await completed(store, task!.id);
    assert.deepEqual(
      [
        done.status,
        done.verdict,
        done.outputPath,
        done.rows,
        done.rejectedRows,
        done.fileBytes,
        done.completedAt,
        done.attempts,
      ],
      ['completed', 'ok', INTENT.outputPath, 3, 1, 2048, T0 + MINUTE, 1],
    );
    assert.deepEqual(await store.tasks.readPages(task!.id), []);
    assert.equal((await store.batches.findBatch('Nov26_01'))?.completedTasks, 1);
    const events = await store.reports.taskEvents(task!.id);
    assert.deepEqual(
      events.map(({ step, from, to, attempt }) => [step, from, to, attempt]),
      [
        ['plan', null, 'pending', 0],
        ['lease', 'pending', 'running', 1],
        ['complete', 'running', 'completed', 1],
      ],
    );
    assert.equal(events[2]?.durationMs, 59_000);
  });

  test(`${name}: a task is not completed before its last page is committed and its file is published`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store);
    const { lease } = await leased(store, task!.id);
    assert.equal(await faultOf(store.tasks.pagesToPublish(lease)), 'E_TRANSITION');
    assert.equal(await faultOf(store.tasks.settleTask(settlement(lease, { publish: INTENT }))), 'E_TRANSITION');
    await store.tasks.commitPage(lease, 1, page(1, true));
    assert.equal(await faultOf(store.tasks.settleTask(settlement(lease))), 'E_TRANSITION');
    assert.equal((await settled(store, settlement(lease, { publish: INTENT }))).status, 'completed');
  });

  test(`${name}: a free outcome gives the attempt back, a charged one does not, and none is left open without attempts (D24)`, async (t) => {
    const store = await open(t);
    const [task] = await planned(store, 1, 1);
    const first = await leased(store, task!.id);
    const deferred = await settled(store, settlement(first.lease, { step: 'defer', free: true, retryAt: T0 }));
    assert.deepEqual([deferred.status, deferred.attempts, deferred.retryAt], ['retrying', 0, T0]);
    const second = await leased(store, task!.id);
    assert.equal(await faultOf(store.tasks.settleTask(settlement(second.lease, { step: 'retry' }))), 'E_TRANSITION');
    const ended = await settled(
      store,
      settlement(second.lease, { step: 'exhaust', verdict: 'network', quarantined: true }),
    );
    assert.deepEqual([ended.status, ended.attempts, ended.completedAt], ['permanently_failed', 1, T0 + MINUTE]);
  });
}

/** Brings a new task into a status; a running one keeps the lease `token:1`. */
async function taskIn(store: Store, status: TaskStatus, executionNumber: number): Promise<Task> {
  const task = (await planned(store, 1, 3, executionNumber))[0]!;
  if (status === 'pending') return task;
  if (status === 'cancelled') {
    await store.batches.cancelOpenTasks(task.batch, 'enough', T0);
    return task;
  }
  if (status === 'completed') return completed(store, task.id);
  const { lease } = await leased(store, task.id);
  const steps = { retrying: 'retry', failed: 'fail', permanently_failed: 'exhaust' } as const;
  if (status !== 'running') await settled(store, settlement(lease, { step: steps[status] }));
  return task;
}

/** Tries a step by the method that makes it; true = it was made. */
async function tryStep(store: Store, { id, batch }: Task, step: TaskStep): Promise<boolean> {
  const at = T0 + HOUR;
  switch (step) {
    case 'lease':
      return typeof (await store.tasks.leaseTask(leaseRequest(id, { at }))) !== 'string';
    case 'cancel':
      return (await store.batches.cancelOpenTasks(batch, 'enough', at)) === 1;
    case 'reopen':
      return store.batches.reopen({ batch, tasks: [id], deadlineAt: at, actor: 'a', at }).then(
        () => true,
        () => false,
      );
    case 'exhaust':
      return (
        (await store.batches.giveUp(
          batch,
          null,
          { code: 'E_BATCH_DEADLINE', verdict: 'timeout', message: 'm' },
          at,
        )) === 1
      );
    case 'complete':
    case 'retry':
    case 'defer':
    case 'fail':
    case 'release': {
      const lease = { task: id, token: 'token:1', owner: 'instance-1' };
      if (step === 'complete') await store.tasks.commitPage(lease, 1, page(1, true));
      return (await store.tasks.settleTask(settlement(lease, { step, at, publish: INTENT }))) !== 'lease_lost';
    }
  }
}

/** Every status × every step, against the database: one batch a pair, one store for all. */
function transitionConformance(name: string, open: OpenStore): void {
  describe(`${name}: every step from every status`, () => {
    const opened = sharedStore(open);
    for (const [row, status] of TASK_STATUSES.entries()) {
      for (const [column, step] of TASK_STEPS.entries()) {
        const to = nextStatus(status, step);
        test(`a ${status} task ${to === null ? `cannot ${step}` : `becomes ${to} by ${step}`}`, async () => {
          const store = await opened();
          const task = await taskIn(store, status, row * TASK_STEPS.length + column + 1);
          assert.equal((await store.tasks.findTask(task.id))?.status, status);
          assert.equal(await tryStep(store, task, step), to !== null);
          assert.equal((await store.tasks.findTask(task.id))?.status, to ?? status);
          const lane = (await store.tasks.lanes(task.batch, T0))[0]!;
          assert.equal(lane.pending + lane.running + lane.retrying + lane.settled, 1);
          await store.batches.cancelOpenTasks(task.batch, 'next', T0);
          const closed = await store.batches.closeBatch(task.batch, 'completed', T0);
          assert.equal(closed.completedTasks + closed.failedTasks, 1);
        });
      }
    }
  });
}
