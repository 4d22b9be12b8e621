import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupTroubles } from '../../../src/upkeep/notices/group-troubles.ts';
import type { Look, Recent, Seen } from '../../../src/upkeep/notices/group-troubles.ts';
import type { Trouble } from '../../../src/store/contract.ts';

const T0 = Date.UTC(2026, 10, 22, 10);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REPEAT = 6 * HOUR;

const blocked = (at: number, site = 'Inm24'): Seen => ({ cause: 'blocked', site, at, facts: { code: 'E_BLOCKED' } });
const disk = (at: number): Seen => ({ cause: 'disk', site: null, at, facts: {} });

/** Looks one after the other, as the service does; returns what each told. */
function looks(...steps: readonly Partial<Look>[]) {
  let open: readonly Trouble[] = [];
  let recent: Recent = {};
  return steps.map((step) => {
    const look: Look = { now: T0, events: [], states: [], successes: new Map(), batchOver: false, ...step };
    const grouped = groupTroubles(open, recent, look, REPEAT);
    open = grouped.troubles;
    recent = grouped.recent;
    return grouped.items.map(
      ({ stage, cause, site, occurrences, untold }) => `${stage} ${site ?? '-'} ${cause} ${occurrences}/${untold}`,
    );
  });
}

test('the first is told at once; others of the same site and cause are counted, and told when the repeat time is over', () => {
  assert.deepEqual(
    looks(
      { now: T0, events: [blocked(T0)] },
      { now: T0 + MINUTE, events: [blocked(T0 + MINUTE), blocked(T0 + MINUTE)] },
      { now: T0 + REPEAT - 1 },
      { now: T0 + REPEAT },
      { now: T0 + 2 * REPEAT },
      { now: T0 + 2 * REPEAT + MINUTE, events: [blocked(T0 + 2 * REPEAT)] },
    ),
    [['first Inm24 blocked 1/0'], [], [], ['again Inm24 blocked 3/2'], [], ['again Inm24 blocked 4/1']],
  );
});

test('what was seen while the look went on, a little after its moment, is told when it is over as well', () => {
  assert.deepEqual(
    looks(
      { now: T0, states: [disk(T0 + 7)] },
      { now: T0 + MINUTE, states: [disk(T0 + MINUTE + 9)] },
      { now: T0 + HOUR },
    ),
    [['first - disk 1/0'], [], ['recovered - disk 1/0']],
  );
});

test('a hundred failures at one moment are one message', () => {
  const many = Array.from({ length: 100 }, (_, index) => blocked(T0 + index));
  assert.deepEqual(looks({ now: T0 + 1000, events: many }), [['first Inm24 blocked 100/0']]);
});

test('sites and causes are told apart, in one message, the same order each time', () => {
  const events = [blocked(T0, 'Tro'), { ...blocked(T0), cause: 'network' as const }, blocked(T0, 'CyT')];
  assert.deepEqual(looks({ events, states: [disk(T0)] }), [
    ['first CyT blocked 1/0', 'first Tro blocked 1/0', 'first Inm24 network 1/0', 'first - disk 1/0'],
  ]);
});

test('a site has recovered when it completes a task and has been quiet for a while; another site proves nothing', () => {
  const success = (at: number, site = 'Inm24') => new Map([[site, at]]);
  assert.deepEqual(
    looks(
      { now: T0, events: [blocked(T0)] },
      { now: T0 + MINUTE, successes: success(T0 + MINUTE) },
      { now: T0 + 20 * MINUTE, successes: success(T0 + 20 * MINUTE, 'CyT') },
      { now: T0 + 21 * MINUTE },
      { now: T0 + 22 * MINUTE, successes: success(T0 + 22 * MINUTE) },
      { now: T0 + 23 * MINUTE, successes: success(T0 + 23 * MINUTE) },
    ),
    [['first Inm24 blocked 1/0'], [], [], [], ['recovered Inm24 blocked 1/0'], []],
  );
});

test('a portal that goes up and down does not write each time', () => {
  const down = (at: number): Partial<Look> => ({ now: at, events: [blocked(at)] });
  const up = (at: number): Partial<Look> => ({ now: at, successes: new Map([['Inm24', at]]) });
  const steps: Partial<Look>[] = [];
  for (let hour = 0; hour < 12; hour += 1) steps.push(down(T0 + hour * HOUR), up(T0 + hour * HOUR + 20 * MINUTE));
  const told = looks(...steps).flat();
  assert.deepEqual(told, [
    'first Inm24 blocked 1/0',
    'recovered Inm24 blocked 1/0',
    'first Inm24 blocked 1/0',
    'recovered Inm24 blocked 1/0',
  ]);
});

test('what came back too soon to be told at once is told when it lasts', () => {
  assert.deepEqual(
    looks(
      { now: T0, events: [blocked(T0)] },
      { now: T0 + 20 * MINUTE, successes: new Map([['Inm24', T0 + 20 * MINUTE]]) },
      { now: T0 + HOUR, events: [blocked(T0 + HOUR)] },
      { now: T0 + REPEAT },
    ),
    [['first Inm24 blocked 1/0'], ['recovered Inm24 blocked 1/0'], [], ['again Inm24 blocked 1/1']],
  );
});

test('the end of a batch ends the troubles of its tasks without a word, and no others', () => {
  assert.deepEqual(
    looks(
      { now: T0, events: [blocked(T0)], states: [disk(T0)] },
      { now: T0 + MINUTE, batchOver: true, states: [disk(T0 + MINUTE)] },
      { now: T0 + 10 * MINUTE },
    ),
    [['first Inm24 blocked 1/0', 'first - disk 1/0'], [], ['recovered - disk 1/0']],
  );
});

test('a state lasts while it is seen, is told again while it lasts, and flickers at its border without a word', () => {
  assert.deepEqual(
    looks(
      { now: T0, states: [disk(T0)] },
      { now: T0 + 2 * MINUTE },
      { now: T0 + 3 * MINUTE, states: [disk(T0 + 3 * MINUTE)] },
      { now: T0 + REPEAT, states: [disk(T0 + REPEAT)] },
      { now: T0 + REPEAT + 5 * MINUTE },
    ),
    [['first - disk 1/0'], [], [], ['again - disk 1/0'], ['recovered - disk 1/0']],
  );
});
