import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Fault } from '../../../src/core/errors.ts';
import { DAY_MS } from '../../../src/core/local-time.ts';
import type { Batch } from '../../../src/core/batch.ts';
import type { Store } from '../../../src/store/contract.ts';
import { createCommandDesk } from '../../../src/upkeep/schedule/command-desk.ts';
import type { Service } from '../../../src/upkeep/service.ts';
import { operatorHandlers } from '../../../src/upkeep/schedule/operator-handlers.ts';
import { leased, planned, settled, settlement } from '../../store/given.ts';
import { openSqlite } from '../../store/sqlite-store.ts';
import { recordingLog, steppedClock } from '../stepped-clock.ts';
import type { SteppedClock } from '../stepped-clock.ts';

const START = Date.UTC(2026, 10, 22, 10);

interface Office {
  readonly store: Store;
  readonly clock: SteppedClock;
  readonly takenUp: string[];
  readonly desk: (instance: string) => Service;
  /** Asks and lets the desk work once; returns what it answered. */
  readonly ask: (name: string, args?: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

async function office(
  t: TestContext,
  runNow: () => Promise<Batch> = async () => assert.fail('nobody asked'),
): Promise<Office> {
  const store = await openSqlite(t);
  const clock = steppedClock(START);
  const { log } = recordingLog();
  const takenUp: string[] = [];
  const deps = { store, clock, batchEveryMs: 15 * DAY_MS, deadlineMs: 14 * DAY_MS, sites: () => ['Inm24', 'Lam'] };
  const handlers = operatorHandlers(deps, {
    runNow,
    takeUp: async ({ id, status }) => void takenUp.push(`${id} ${status}`),
    reload: async () => {
      throw new Fault('E_CONFIG', 'execution.max_concurrency is 0');
    },
  });
  const desk = (instance: string): Service => createCommandDesk({ store, clock, log, instance, handlers });
  const open = desk('this');
  return {
    store,
    clock,
    takenUp,
    desk,
    ask: async (name, args = {}) => {
      const id = await store.commands.postCommand({ name, arguments: args, actor: 'cli:ana', askedAt: clock.now() });
      await open.runOnce();
      return (await store.commands.findCommand(id))?.answer;
    },
  };
}

describe('the desk of a running service', () => {
  it('takes up what was asked, answers, and writes down who asked for what and how it ended', async (t) => {
    const { ask, store } = await office(t);
    assert.deepEqual(await ask('pause', { site: 'Inm24' }), { result: { site: 'Inm24' } });
    assert.deepEqual(await ask('reload'), {
      error: { code: 'E_CONFIG', message: 'execution.max_concurrency is 0', cure: new Fault('E_CONFIG', '').cure },
    });
    assert.deepEqual(await store.commands.listAudit(10), [
      { at: START, actor: 'cli:ana', action: 'reload', details: {}, outcome: 'E_CONFIG' },
      { at: START, actor: 'cli:ana', action: 'pause', details: { site: 'Inm24' }, outcome: 'done' },
    ]);
  });

  it('does a command once, however often it looks', async (t) => {
    let started = 0;
    const { ask, desk, store } = await office(t, async () => {
      started += 1;
      return assert.fail('the portals are not read in this test');
    });
    const answer = await ask('run-now');
    assert.equal((answer as { error: { code: string } }).error.code, 'E_INTERNAL');
    await desk('this').runOnce();
    await desk('the next').runOnce();
    assert.equal(started, 1);
    assert.equal(await store.commands.waitingCommands(), 0);
  });

  it('does nothing that was asked of a service that is gone', async (t) => {
    const { store, clock, desk } = await office(t);
    const old = await store.commands.postCommand({
      name: 'pause',
      arguments: { site: null },
      actor: 'cli:ana',
      askedAt: clock.now(),
    });
    await clock.advance(61_000);
    await desk('this').runOnce();
    const answer = (await store.commands.findCommand(old))?.answer;
    assert.ok(answer !== null && answer !== undefined && 'error' in answer);
    assert.equal(answer.error.code, 'E_NO_SERVICE');
    assert.deepEqual(await store.schedule.schedules(), []);
  });

  it('answers for a service that died over a command, which is not done again', async (t) => {
    const { store, clock, desk } = await office(t);
    const id = await store.commands.postCommand({
      name: 'pause',
      arguments: { site: null },
      actor: 'cli:ana',
      askedAt: clock.now(),
    });
    await store.commands.takeCommands({ instance: 'dead', at: clock.now(), notBefore: 0 });
    await desk('this').runOnce();
    const answer = (await store.commands.findCommand(id))?.answer;
    assert.ok(answer !== null && answer !== undefined && 'error' in answer);
    assert.match(answer.error.message, /ended while it worked/);
  });

  it('lets a command be taken back until it is taken up', async (t) => {
    const { store, clock, desk } = await office(t);
    const asked = { name: 'pause', arguments: { site: 'Lam' }, actor: 'cli:ana', askedAt: clock.now() };
    const first = await store.commands.postCommand(asked);
    assert.equal(await store.commands.withdrawCommand(first), true);
    await desk('this').runOnce();
    assert.deepEqual(await store.schedule.pausedSites(), []);
    const second = await store.commands.postCommand(asked);
    await desk('this').runOnce();
    assert.equal(await store.commands.withdrawCommand(second), false);
  });

  it('refuses arguments that make no sense, and names them', async (t) => {
    const { ask } = await office(t);
    const refused = async (name: string, args: Readonly<Record<string, unknown>>): Promise<string> =>
      ((await ask(name, args)) as { error: { code: string; message: string } }).error.message;
    assert.match(await refused('pause', { site: 'Nope' }), /there is no site "Nope"; there are Inm24, Lam/);
    assert.match(await refused('pause', { site: 7 }), /site 7/);
    assert.match(await refused('retry', {}), /is no batch id/);
    assert.match(
      await refused('retry', { batch: 'Nov26_01', statuses: ['completed'] }),
      /"completed" is none of failed, permanently_failed/,
    );
    assert.match(await refused('retry', { batch: 'Nov26_09' }), /there is no batch "Nov26_09"/);
    assert.match(await refused('cancel', {}), /no batch is open/);
    assert.match(await refused('dance', {}), /knows no command "dance"/);
  });
});

describe('what a person may ask', () => {
  it('retry takes the failed tasks of a closed batch up again, by site, status and verdict, with three more attempts', async (t) => {
    const { ask, store, takenUp } = await office(t);
    const [first, second] = await planned(store, 2);
    for (const [task, verdict] of [
      [first, 'blocked'],
      [second, 'network'],
    ] as const) {
      const { lease } = await leased(store, task?.id ?? 0);
      await settled(
        store,
        settlement(lease, { step: 'fail', verdict, code: 'E_BLOCKED', message: 'a challenge page' }),
      );
    }
    await store.batches.closeBatch('Nov26_01', 'failed', START);
    assert.deepEqual(
      await ask('retry', { batch: 'Nov26_01', verdicts: ['blocked'], statuses: ['failed'], sites: ['Inm24'] }),
      {
        result: { batch: 'Nov26_01', tasks: 1 },
      },
    );
    assert.deepEqual(takenUp, ['Nov26_01 running']);
    assert.equal((await store.tasks.findTask(first?.id ?? 0))?.status, 'pending');
    assert.equal((await store.tasks.findTask(first?.id ?? 0))?.maxAttempts, 6);
    assert.equal((await store.tasks.findTask(second?.id ?? 0))?.status, 'failed');
    assert.equal((await store.batches.openBatch())?.deadlineAt, START + 14 * DAY_MS);
  });

  it('retry opens no second batch beside a running one', async (t) => {
    const { ask, store } = await office(t);
    const [task] = await planned(store, 1);
    const { lease } = await leased(store, task?.id ?? 0);
    await settled(store, settlement(lease, { step: 'fail', verdict: 'blocked', code: 'E_BLOCKED', message: 'x' }));
    await store.batches.closeBatch('Nov26_01', 'failed', START);
    await planned(store, 1, 3, 2);
    const answer = (await ask('retry', { batch: 'Nov26_01' })) as { error: { code: string } };
    assert.equal(answer.error.code, 'E_BATCH_OPEN');
  });

  it('cancel closes every open task of the open batch, and the service looks at it again', async (t) => {
    const { ask, store, takenUp } = await office(t);
    const tasks = await planned(store, 3);
    await leased(store, tasks[0]?.id ?? 0);
    assert.deepEqual(await ask('cancel'), { result: { batch: 'Nov26_01', tasks: 3 } });
    assert.deepEqual(takenUp, ['Nov26_01 running']);
    const [lane] = await store.tasks.lanes('Nov26_01', START);
    assert.equal(lane?.settled, 3);
  });

  it('pause SITE marks its lanes until resume SITE, whatever service runs', async (t) => {
    const { ask, store } = await office(t);
    await planned(store, 1);
    const isPaused = async (): Promise<boolean | undefined> => (await store.tasks.lanes('Nov26_01', START))[0]?.paused;
    assert.equal(await isPaused(), false);
    await ask('pause', { site: 'Inm24' });
    await ask('pause', { site: 'Lam' });
    assert.equal(await isPaused(), true);
    assert.deepEqual(
      (await store.schedule.pausedSites()).map(({ site, pausedBy }) => `${site} ${pausedBy}`),
      ['Inm24 cli:ana', 'Lam cli:ana'],
    );
    await ask('resume', { site: 'Inm24' });
    assert.equal(await isPaused(), false);
  });
});
