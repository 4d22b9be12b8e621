/** From what happens in the store to what goes out: the watch and the sender over a real store. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../src/core/clock.ts';
import { compose } from '../../../src/notifying/compose.ts';
import type { Channel, ComposedMessage, Delivery, NoticeContent } from '../../../src/notifying/contract.ts';
import { severityOf } from '../../../src/notifying/severity.ts';
import type { Store } from '../../../src/store/contract.ts';
import { createAnswerWatch } from '../../../src/upkeep/notices/answer-watch.ts';
import type { Seen } from '../../../src/upkeep/notices/group-troubles.ts';
import { createNoticeSender } from '../../../src/upkeep/notices/notice-sender.ts';
import { createNoticeWatch } from '../../../src/upkeep/notices/notice-watch.ts';
import type { NoticeSettings } from '../../../src/upkeep/notices/notice-watch.ts';
import { SETTINGS } from '../../notifying/messages.ts';
import { completed, HOUR, leased, MINUTE, planned, settlement, T0 } from '../../store/given.ts';
import { openSqlite } from '../../store/sqlite-store.ts';
import { noLog } from '../../telemetry/no-log.ts';

const SITE = 'Inm24';

class House {
  now = T0;
  states: readonly Seen[] = [];
  settings: NoticeSettings = {
    channels: [{ name: 'email', least: 'info' }],
    repeatMs: 6 * HOUR,
    healthReport: 'never',
    timeZone: 'America/Mexico_City',
  };
  readonly answers = createAnswerWatch();
  readonly store: Store;
  readonly watch;
  readonly log = noLog();
  delivery: (message: ComposedMessage, channel: string) => Delivery = () => ({ kind: 'sent' });
  readonly sent: ComposedMessage[] = [];
  tries = 0;
  readonly sender;

  constructor(store: Store) {
    this.store = store;
    const clock = { now: () => this.now, monotonic: () => this.now, sleep: async () => undefined };
    this.watch = createNoticeWatch({
      store,
      clock,
      answers: this.answers,
      conditions: async () => this.states,
      health: async () => ({
        at: this.now,
        startedAt: T0,
        lastBatch: 'Nov26_01',
        nextBatchAt: null,
        openTroubles: [],
        backupAt: null,
        diskFreeBytes: 1,
        diskBytes: 2,
        undelivered: 0,
      }),
      settings: () => this.settings,
      severityOf,
    });
    this.sender = createNoticeSender({
      store,
      clock,
      random: seededRandom(1),
      log: this.log,
      channels: async () =>
        this.settings.channels.map(({ name, least }): Channel => ({
          name,
          least,
          send: (message) => this.#send(message, name),
        })),
      compose: async (id, content) => compose(id, content, SETTINGS),
    });
  }

  async #send(message: ComposedMessage, channel: string): Promise<Delivery> {
    this.tries += 1;
    const delivery = this.delivery(message, channel);
    if (delivery.kind === 'sent') this.sent.push(message);
    return delivery;
  }

  /** Contents of the messages that one look made, newest last. */
  async look(): Promise<readonly NoticeContent[]> {
    const before = (await this.store.notices.listNotices(1))[0]?.id ?? 0;
    await this.watch.runOnce();
    const made = await this.store.notices.listNotices(100);
    return made
      .filter(({ id }) => id > before)
      .reverse()
      .map(({ message }) => message as NoticeContent);
  }
}

async function block(store: Store, task: number, at: number): Promise<void> {
  const { lease } = await leased(store, task, { at });
  await store.tasks.settleTask(
    settlement(lease, {
      step: 'retry',
      verdict: 'blocked',
      code: 'E_BLOCKED',
      message: 'a challenge',
      at,
      retryAt: at + 1,
    }),
  );
}

test('what was before the first look is history; a block after it is told once, with the task, on every channel that wants it', async (t) => {
  const store = await openSqlite(t);
  const house = new House(store);
  house.settings = {
    ...house.settings,
    channels: [
      { name: 'email', least: 'info' },
      { name: 'slack', least: 'critical' },
    ],
  };
  const [first = 0, second = 0, third = 0] = (await planned(store, 3)).map(({ id }) => id);
  await block(store, first, T0);
  assert.deepEqual(await house.look(), []);
  house.now = T0 + MINUTE;
  await block(store, second, house.now);
  const [told, ...others] = await house.look();
  assert.equal(others.length, 0, 'one channel of two');
  assert.deepEqual(
    told?.kind === 'troubles' &&
      told.items.map(({ stage, cause, site, facts }) => [stage, cause, site, facts.task, facts.code]),
    [['first', 'blocked', SITE, second, 'E_BLOCKED']],
  );
  await block(store, third, house.now);
  assert.deepEqual(await house.look(), [], 'the next one is counted');
  assert.equal((await store.notices.troubles())[0]?.occurrences, 2);
});

test('F62 a site all of whose proxies rest is told once, as trouble of its proxies; a wait that the portal asked for is not', async (t) => {
  const store = await openSqlite(t);
  const house = new House(store);
  await house.look();
  const [first = 0, second = 0, asked = 0] = (await planned(store, 3)).map(({ id }) => id);
  const defer = async (task: number, code: 'E_PROXY' | 'E_RATE_LIMITED'): Promise<void> => {
    const { lease } = await leased(store, task, { at: house.now });
    const end = { step: 'defer', verdict: 'network', free: true, at: house.now, retryAt: house.now + MINUTE } as const;
    await store.tasks.settleTask(settlement(lease, { ...end, code, message: 'no proxy works: mx1, mx2 rest' }));
  };
  await defer(asked, 'E_RATE_LIMITED');
  await defer(first, 'E_PROXY');
  house.now = T0 + MINUTE;
  await defer(second, 'E_PROXY');
  const [told, ...others] = await house.look();
  assert.equal(others.length, 0);
  assert.deepEqual(
    told?.kind === 'troubles' &&
      told.items.map(({ stage, cause, site, occurrences, facts }) => [stage, cause, site, occurrences, facts.code]),
    [['first', 'proxies', SITE, 2, 'E_PROXY']],
  );
  assert.ok(told !== undefined);
  const { subject, text } = compose('id', told, { ...SETTINGS, language: 'es' });
  assert.match(`${subject}\n${text}`, /ningún proxy funciona[\s\S]*el portal no tiene la culpa/);
});

test('the end of a batch is told with its figures, once, also when nothing looked at that moment', async (t) => {
  const store = await openSqlite(t);
  const house = new House(store);
  await house.look();
  const [done = 0, gone = 0] = (await planned(store, 2)).map(({ id }) => id);
  await completed(store, done);
  const { lease } = await leased(store, gone);
  await store.tasks.settleTask(settlement(lease, { step: 'fail', verdict: 'gone', code: 'E_NOT_FOUND' }));
  await store.batches.closeBatch('Nov26_01', 'completed', T0 + HOUR);
  house.now = T0 + 2 * HOUR;
  const told = await house.look();
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['troubles', 'batch'],
  );
  const batch = told[1]?.kind === 'batch' ? told[1].batch : null;
  assert.deepEqual(
    [batch?.id, batch?.tasks, batch?.completed, batch?.failed, batch?.rows, batch?.rowsBefore, batch?.causes],
    ['Nov26_01', 2, 1, 1, 3, null, [{ cause: 'gone', tasks: 1 }]],
  );
  assert.deepEqual(await house.look(), []);
  assert.deepEqual(await store.notices.troubles(), [], 'what was wrong with its tasks ended with it');
});

test('a health report comes at eight in the morning of the zone, once a day or on Mondays', async (t) => {
  const house = new House(await openSqlite(t));
  house.settings = { ...house.settings, healthReport: 'weekly' };
  // 2026-11-23 is a Monday; Mexico City is six hours behind UTC.
  house.now = Date.UTC(2026, 10, 23, 13, 59);
  assert.deepEqual(await house.look(), []);
  house.now = Date.UTC(2026, 10, 23, 14, 0);
  assert.deepEqual(
    (await house.look()).map(({ kind }) => kind),
    ['health'],
  );
  assert.deepEqual(await house.look(), []);
  house.now += 24 * HOUR;
  assert.deepEqual(await house.look(), []);
  house.settings = { ...house.settings, healthReport: 'daily' };
  assert.equal((await house.look()).length, 1);
});

test('a message that cannot be sent is tried again with growing pauses, given up after two days and kept; a person has it tried again', async (t) => {
  const house = new House(await openSqlite(t));
  await house.look();
  house.states = [{ cause: 'disk', site: null, at: T0, facts: {} }];
  assert.equal((await house.look()).length, 1);
  house.delivery = () => ({ kind: 'later', reason: 'connection refused', afterMs: null });
  const triedAt: number[] = [];
  for (let minute = 0; minute < 6 * 24 * 60; minute += 1) {
    house.now = T0 + minute * MINUTE;
    const before = house.tries;
    await house.sender.runOnce();
    if (house.tries > before) triedAt.push(minute);
  }
  assert.equal(triedAt.length, 10);
  const pauses = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
  assert.deepEqual(
    pauses,
    pauses.toSorted((a, b) => a - b),
    'they grow',
  );
  assert.ok((triedAt.at(-1) ?? 0) > 2 * 24 * 60);
  const [dead] = await house.store.notices.listNotices(1);
  assert.deepEqual([dead?.lastError, dead?.nextTryAt, dead?.tries], ['connection refused', null, 10]);
  assert.equal(house.log.lines.at(-1)?.['event'], 'notice_given_up');
  house.delivery = () => ({ kind: 'sent' });
  assert.equal(await house.store.notices.retryNotices(null, house.now), 1);
  await house.sender.runOnce();
  assert.equal(house.sent.length, 1);
  assert.equal(house.sent[0]?.id, dead?.messageId, 'with the id it had');
});

test('what a receiver asks for is kept to when it is longer than our pause', async (t) => {
  const house = new House(await openSqlite(t));
  await house.look();
  house.states = [{ cause: 'disk', site: null, at: T0, facts: {} }];
  await house.look();
  house.delivery = () => ({ kind: 'later', reason: '429', afterMs: 3 * HOUR });
  await house.sender.runOnce();
  const [notice] = await house.store.notices.listNotices(1);
  assert.ok((notice?.nextTryAt ?? 0) >= T0 + 3 * HOUR);
});

test('a channel in trouble is asked once a run, and does not keep the others waiting', async (t) => {
  const house = new House(await openSqlite(t));
  house.settings = {
    ...house.settings,
    repeatMs: MINUTE,
    channels: [
      { name: 'email', least: 'info' },
      { name: 'slack', least: 'info' },
    ],
  };
  await house.look();
  for (const cause of ['disk', 'memory', 'cpu'] as const) {
    house.states = [{ cause, site: null, at: house.now, facts: {} }];
    await house.look();
    house.now += 10 * MINUTE;
  }
  const channels: string[] = [];
  house.delivery = (_message, channel) => {
    channels.push(channel);
    return channel === 'email' ? { kind: 'later', reason: 'no answer within 20 s', afterMs: null } : { kind: 'sent' };
  };
  await house.sender.runOnce();
  assert.equal(channels.filter((name) => name === 'email').length, 1);
  assert.ok(channels.filter((name) => name === 'slack').length >= 3);
});

test('a message nobody can put into words, or of a channel that is gone, is given up and keeps no other back', async (t) => {
  const house = new House(await openSqlite(t));
  await house.store.notices.recordNotices({
    at: T0,
    troubles: [],
    over: [],
    mark: null,
    notices: [
      { messageId: 'msg_1', channel: 'email', kind: 'troubles', message: { kind: 'troubles', items: [] } },
      { messageId: 'msg_2', channel: 'pigeon', kind: 'test', message: { kind: 'test', at: T0, actor: 'cli:ana' } },
      { messageId: 'msg_3', channel: 'email', kind: 'test', message: { kind: 'test', at: T0, actor: 'cli:ana' } },
    ],
  });
  await house.sender.runOnce();
  assert.deepEqual(
    house.sent.map(({ id }) => id),
    ['msg_3'],
  );
  assert.deepEqual(await house.store.notices.countNotices(), { waiting: 0, dead: 2 });
});

test('a site that answers far more slowly than in earlier batches is told; one that was always slow is not', async (t) => {
  const store = await openSqlite(t);
  const house = new House(store);
  await house.look();
  for (const number of [1, 2]) {
    const [task = 0] = (await planned(store, 1, 3, number)).map(({ id }) => id);
    for (let answer = 0; answer < 60; answer += 1) {
      house.answers.requestAnswered(SITE, 'ok', 1000);
      house.answers.requestAnswered('Tro', 'ok', 5000);
    }
    await completed(store, task);
    await store.batches.closeBatch(`Nov26_0${number}`, 'completed', T0 + number * HOUR);
    await house.look();
  }
  await planned(store, 1, 3, 3);
  for (let answer = 0; answer < 100; answer += 1) {
    house.answers.requestAnswered(SITE, 'ok', 4000);
    house.answers.requestAnswered('Tro', 'ok', 6000);
  }
  const [told] = await house.look();
  assert.deepEqual(
    told?.kind === 'troubles' && told.items.map(({ cause, site, facts }) => [cause, site, facts.measured, facts.usual]),
    [['slow_answers', SITE, '4.0 s', '1.0 s']],
  );
});
