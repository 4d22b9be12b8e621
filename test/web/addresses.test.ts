import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { TASK_STATUSES } from '../../src/core/task.ts';
import { VERDICTS } from '../../src/core/verdict.ts';
import { asCommand, selectorBody, selectorOf, toggled } from '../../web/data/selector-query.ts';
import { STATUS_LIST, VERDICT_LIST, isOpen, outcomeOf, outcomeWord } from '../../web/marks/outcome.ts';
import { cellsOf, countKind } from '../../web/pages/coverage/cells.ts';
import { nextOrder, orderOf } from '../../web/pages/tasks/task-order.ts';
import { hrefOf, parseHash } from '../../web/routing/address.ts';
import { formatOf } from '../../web/words/format.ts';
import { teamCoverage, teamTasks } from './team/tasks.ts';

test('an address read is the address written, whatever stands in it', () => {
  const odd = ['a', 'Ñ', ' ', ',', '%', '&', '=', '?', '#', '/', '+', "'", '"', '<', '\\', '\u0000', '\u202E', '😀'];
  const text = fc.string({ minLength: 1, unit: fc.constantFrom(...odd) });
  const names = fc.constantFrom('site', 'text', 'batch', 'sort');
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), fc.dictionary(names, text), (path, query) => {
      const read = parseHash(hrefOf(path, query));
      assert.deepEqual(read.path, path);
      assert.deepEqual({ ...read.query }, { ...query });
    }),
  );
});

test('a broken escape in a pasted link is shown as it came', () => {
  assert.deepEqual(parseHash('#/tasks/%E0%A4%A?site=%').path, ['tasks', '%E0%A4%A']);
});

test('lists stay readable in an address, and what is empty is left out', () => {
  assert.equal(hrefOf(['tasks'], { site: 'Inm24,Mit', text: '', city: undefined }), '#/tasks?site=Inm24,Mit');
});

test('only the fields of the selector language are asked for, as lists where they are lists', () => {
  const query = { site: 'Inm24,Mit', batch: 'Nov26_01', text: 'a,b', sort: 'rows', only: 'failed' };
  assert.deepEqual(selectorOf(query), { site: 'Inm24,Mit', batch: 'Nov26_01', text: 'a,b' });
  assert.deepEqual(selectorBody(query), { site: ['Inm24', 'Mit'], batch: 'Nov26_01', text: 'a,b' });
});

test('the command beside the list is safe to paste', () => {
  assert.equal(
    asCommand({ site: 'Inm24', text: "it's; rm -rf $HOME" }),
    "scraping-monitor tasks --site Inm24 --text 'it'\\''s; rm -rf $HOME'",
  );
});

test('a value is put into a list and taken out again', () => {
  assert.equal(toggled(undefined, 'a'), 'a');
  assert.equal(toggled('a', 'b'), 'a,b');
  assert.equal(toggled('a,b', 'a'), 'b');
});

test('an order that does not exist is that of the catalogue; figures begin with the largest; a second click turns it', () => {
  assert.deepEqual(orderOf({ sort: 'toString' }), { sort: 'order', descending: false });
  assert.deepEqual(nextOrder({ sort: 'order', descending: false }, 'rows'), { sort: 'rows', order: 'desc' });
  assert.deepEqual(nextOrder({ sort: 'rows', descending: true }, 'rows'), { sort: 'rows', order: undefined });
});

test('the dashboard knows every status and every verdict, and has a word for each way a task can stand', () => {
  assert.deepEqual([...STATUS_LIST].sort(), [...TASK_STATUSES].sort());
  assert.deepEqual([...VERDICT_LIST].sort(), [...VERDICTS].sort());
  for (const status of TASK_STATUSES)
    for (const verdict of [...VERDICTS, null])
      for (const language of ['en', 'es'] as const)
        assert.notEqual(outcomeWord(outcomeOf({ status, verdict, truncated: null }), language), '');
});

test('a settled task without a fitting verdict is not explained, never well', () => {
  assert.equal(outcomeOf({ status: 'failed', verdict: null }), 'unexplained');
  assert.equal(outcomeOf({ status: 'permanently_failed', verdict: 'ok' }), 'unexplained');
  assert.equal(outcomeOf({ status: 'completed', verdict: 'blocked' }), 'unexplained');
  assert.equal(outcomeOf({ status: 'completed', verdict: 'ok', truncated: 'robots' }), 'cut');
});

test('in a closed batch an open cell is not explained; each cell is of exactly one kind, and of `fewer` besides', () => {
  const coverage = teamCoverage(teamTasks());
  const open = cellsOf(coverage, false);
  const closed = cellsOf(coverage, true);
  const stillOpen = open.filter(({ outcome }) => isOpen(outcome)).length;
  assert.ok(stillOpen > 0);
  assert.equal(countKind(closed, 'open'), 0);
  assert.equal(countKind(closed, 'unexplained'), countKind(open, 'unexplained') + stillOpen);
  for (const { kinds } of [...open, ...closed]) assert.equal([...kinds].filter((kind) => kind !== 'fewer').length, 1);
});

test('1,727 of 1,728 is not 100 %, and 1 of 100,000 is not 0 %', () => {
  const { share } = formatOf('en', 'UTC');
  assert.equal(share(1727 / 1728), '99.9 %');
  assert.equal(share(1), '100 %');
  assert.equal(share(0), '0 %');
  assert.notEqual(share(0.00001), '0 %');
});

test('times are of the zone of the service; one that is not known does not blank the page', () => {
  assert.match(formatOf('es', 'America/Mexico_City').instant('2026-11-22T22:05:00.000Z'), /22 nov 2026, 16:05/);
  assert.notEqual(formatOf('en', 'Nowhere/City').instant('2026-11-22T22:05:00.000Z'), '');
});

test('the formatters of a language and zone are made once: a table of 576 cells asks for them in each', () => {
  assert.equal(formatOf('es', 'America/Mexico_City'), formatOf('es', 'America/Mexico_City'));
  assert.notEqual(formatOf('es', 'America/Mexico_City'), formatOf('en', 'America/Mexico_City'));
});

test('durations are said in two units at most, the smaller only when there is some of it', () => {
  const { duration } = formatOf('en', 'UTC');
  assert.deepEqual(
    [820, 1240, 42_000, 185_000, 7_800_000, 15 * 86_400_000, 3 * 86_400_000 + 4 * 3_600_000].map(duration),
    ['820 ms', '1.2 s', '42 s', '3 min 05 s', '2 h 10 min', '15 d', '3 d 4 h'],
  );
});
