/** What any store promises about troubles that last and messages on their way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trouble } from '../../src/store/contract.ts';
import { HOUR, leased, MINUTE, planned, settlement, T0 } from './given.ts';
import type { OpenStore } from './given.ts';

const DAY = 24 * HOUR;
const TROUBLE: Trouble = {
  site: 'Inm24',
  cause: 'blocked',
  openedAt: T0,
  seenAt: T0,
  toldAt: T0,
  occurrences: 1,
  untold: 0,
  facts: { code: 'E_BLOCKED' },
};
const NOTICE = { messageId: 'msg_1', channel: 'email', kind: 'first', message: { text: 'hola' } } as const;
const NOTHING = { troubles: [], over: [], notices: [], mark: null } as const;

export function noticeConformance(name: string, open: OpenStore): void {
  test(`${name}: a trouble is one row by site and cause until it is over, and the mark goes with it in one transaction`, async (t) => {
    const store = await open(t);
    assert.equal(await store.notices.noticeMark(), null);
    await store.notices.recordNotices({ ...NOTHING, at: T0, troubles: [TROUBLE], mark: { event: 7 } });
    const later = { ...TROUBLE, seenAt: T0 + MINUTE, occurrences: 4, untold: 3 };
    await store.notices.recordNotices({ ...NOTHING, at: T0, troubles: [later, { ...TROUBLE, site: '' }], mark: 8 });
    assert.deepEqual(await store.notices.troubles(), [{ ...TROUBLE, site: '' }, later]);
    assert.equal(await store.notices.noticeMark(), 8);
    await store.notices.recordNotices({ ...NOTHING, at: T0, over: [{ site: 'Inm24', cause: 'blocked' }] });
    assert.deepEqual(
      (await store.notices.troubles()).map(({ site }) => site),
      [''],
    );
  });

  test(`${name}: a message is due until it is sent, tried again when it failed, kept when it was given up, and never there twice`, async (t) => {
    const store = await open(t);
    const { notices } = store;
    const slack = { ...NOTICE, channel: 'slack' };
    await notices.recordNotices({ ...NOTHING, at: T0, notices: [NOTICE, NOTICE, slack] });
    assert.deepEqual(await notices.countNotices(), { waiting: 2, dead: 0 });
    const [first, second] = await notices.dueNotices(T0, 10);
    assert.deepEqual([first?.channel, first?.message, second?.channel], ['email', { text: 'hola' }, 'slack']);
    await notices.noticeSent(first?.id ?? 0, T0);
    await notices.noticeFailed(second?.id ?? 0, { error: 'refused', nextTryAt: T0 + MINUTE, at: T0 });
    assert.deepEqual(await notices.dueNotices(T0 + MINUTE - 1, 10), []);
    assert.equal((await notices.dueNotices(T0 + MINUTE, 10))[0]?.tries, 1);
    await notices.noticeFailed(second?.id ?? 0, { error: 'refused', nextTryAt: null, at: T0 + HOUR });
    assert.deepEqual(await notices.countNotices(), { waiting: 0, dead: 1 });
    const [dead] = await notices.listNotices(1);
    assert.deepEqual([dead?.deadAt, dead?.lastError, dead?.tries], [T0 + HOUR, 'refused', 2]);
    assert.equal(await notices.retryNotices([first?.id ?? 0], T0), 0, 'what was sent is not sent again');
    assert.equal(await notices.retryNotices(null, T0 + HOUR), 1);
    assert.deepEqual(await notices.countNotices(), { waiting: 1, dead: 0 });
    await notices.recordNotices({ ...NOTHING, at: T0 + 31 * DAY });
    assert.deepEqual(
      (await notices.listNotices(10)).map(({ channel }) => channel),
      ['slack'],
      'what was sent leaves after a month, what waits stays',
    );
  });

  test(`${name}: ends of attempts are read on from an event, with what is known of the task`, async (t) => {
    const store = await open(t);
    const [planned1] = await planned(store, 2);
    assert.deepEqual(await store.notices.happeningsAfter(0, 10), [], 'planning and leasing are no ends');
    const { lease, task } = await leased(store, planned1?.id ?? 0);
    await store.tasks.settleTask(
      settlement(lease, { step: 'fail', verdict: 'gone', code: 'E_NOT_FOUND', message: 'status 404' }),
    );
    const [end, ...others] = await store.notices.happeningsAfter(0, 10);
    assert.equal(others.length, 0);
    assert.deepEqual(
      [end?.step, end?.verdict, end?.code, end?.site, end?.phase, end?.batch, end?.task, end?.url],
      ['fail', 'gone', 'E_NOT_FOUND', 'Inm24', 'main', 'Nov26_01', task.id, task.url],
    );
    assert.deepEqual(await store.notices.happeningsAfter(end?.event ?? 0, 10), []);
    assert.equal(await store.notices.lastEvent(), end?.event);
  });

  test(`${name}: starts of an orchestrator are counted from a moment on`, async (t) => {
    const store = await open(t);
    const instance = { pid: 1, startTicks: '1', bootId: 'boot' };
    for (const [id, startedAt] of [
      ['a', T0],
      ['b', T0 + MINUTE],
    ] as const)
      await store.instances.registerInstance({ ...instance, id, startedAt });
    assert.equal(await store.instances.startsSince(T0), 2);
    assert.equal(await store.instances.startsSince(T0 + 1), 1);
  });
}
