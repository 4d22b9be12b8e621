/** What commands print, at the widths people have: nothing wraps, nothing that matters is gone, in both languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellWidth } from '../../src/wording/cell-width.ts';
import { outcomeText } from '../../src/cli/batch-text.ts';
import { errorsText } from '../../src/cli/commands/errors.ts';
import { logText } from '../../src/cli/commands/logs.ts';
import { taskTable } from '../../src/cli/commands/tasks.ts';
import { expiryOf } from '../../src/cli/commands/token.ts';
import { choiceOf, menuText } from '../../src/cli/menu.ts';
import { inOwnWords } from '../../src/cli/program-words.ts';
import { readTime } from '../../src/cli/read-time.ts';
import { chosen, selectorOf } from '../../src/cli/selector-options.ts';
import { statusText } from '../../src/cli/status-view.ts';
import { NOW, statusView, taskView } from './given.ts';

const WIDTHS = [60, 80, 120, 200, Infinity];
const LANGUAGES = ['en', 'es'] as const;

function assertFits(text: string, width: number): void {
  for (const line of text.split('\n'))
    if (!line.startsWith('  $ ')) assert.ok(cellWidth(line) <= width, `${cellWidth(line)} > ${width}: ${line}`);
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/, 'T26');
  assert.doesNotMatch(text, /undefined|NaN|\[object/);
}

for (const width of WIDTHS)
  for (const language of LANGUAGES)
    test(`status, tasks, errors and menu fit ${width} columns (${language})`, () => {
      const status = statusText(statusView(), language, width);
      assertFits(status, width);
      // What must be seen at any width.
      for (const seen of [/Nov26_01/, /804\/1,728/, /inm24/, /lam:9/, /E_BLOCKED/, /4711/, /2026-12-06|2026-12-07/])
        assert.match(status, seen);
      const tasks = taskTable([taskView(1), taskView(2)], language, width);
      assertFits(tasks, width);
      assert.match(tasks, /inm24:1/);
      assert.match(tasks, /E_BLOCKED/);
      assertFits(menuText(language, width), width);
      const group = {
        code: 'E_BLOCKED',
        verdict: 'blocked' as const,
        site: 'Lam',
        tasks: 12,
        firstAt: NOW,
        lastAt: NOW,
        example: 'a CAPTCHA\u001b[2J came '.repeat(8),
        retrying: 0,
        exampleTask: 9,
        advice: 'Go slower, or ask the portal. '.repeat(4),
        command: 'scraping-monitor retry -b Nov26_01 --site Lam --error E_BLOCKED',
      };
      const errors = errorsText([group], Date.parse(NOW), language, width);
      assertFits(errors, width);
      assert.match(errors, /\$ scraping-monitor retry -b Nov26_01/, 'what is to be typed is never cut');
    });

test('status says first what is wrong: troubles, a full disk, what is paused and what waits', () => {
  const english = statusText(statusView(), 'en', 120);
  assert.match(english, /Service: IN TROUBLE/);
  assert.match(english, /✗ disk: only 120 MB/);
  assert.match(english, /NEARLY FULL/);
  assert.match(english, /lam .* paused/);
  assert.match(english, /cyt .* rests until 17:40/);
  assert.match(english, /20 pages\/min/);
  assert.match(
    statusText(statusView({ batch: null, scrapers: [], running: [], failures: [] }), 'es', 80),
    /Todavía no hay lotes/,
  );
});

test('a scraper tells each of its tasks once: one that is tried again has no verdict yet', () => {
  const byStatus = {
    pending: 4,
    running: 1,
    retrying: 3,
    completed: 6,
    failed: 1,
    permanently_failed: 0,
    cancelled: 2,
  };
  const counted = { byStatus, byVerdict: { empty: 2, ok: 4, blocked: 1 }, truncated: 1 };
  const english = 'ok 4, no listings 2, blocked 1, to be retried 3, open 5, cancelled 2 (cut short 1)';
  assert.equal(outcomeText(counted, 'en'), english);
  const numbers = english.split(' (')[0]!.match(/\d+/g)!.map(Number);
  assert.equal(
    numbers.reduce((sum, count) => sum + count),
    Object.values(byStatus).reduce((sum, count) => sum + count),
  );
});

test('a line of a log is safe in a terminal, and one that is not ours keeps its text', () => {
  const line = {
    at: NOW,
    level: 'error' as const,
    event: 'x',
    fields: { title: 'a\u001b]0;x\u0007b\u202e', task: 17 },
  };
  assert.equal(
    logText(line, 'America/Mexico_City'),
    `2026-11-22 10:05:00.000 error x title=a\\u001b]0;x\\u0007b\\u202e task=17`,
  );
  assert.equal(
    logText({ at: new Date(0).toISOString(), level: 'error', event: 'not ours', fields: {} }, 'UTC'),
    'not ours',
  );
});

test('words of a selector are understood in any case, and a slip is told with the word that was meant', () => {
  assert.deepEqual(selectorOf({ status: ['FAILED'], verdict: ['Blocked'], error: ['e_blocked'], site: ['inm24'] }), {
    status: ['failed'],
    verdict: ['blocked'],
    error: ['E_BLOCKED'],
    site: ['inm24'],
  });
  assert.throws(
    () => chosen(['rows', 'pages'], 'rwos', '--sort'),
    (error: Error & { cure?: string; code?: string }) =>
      error.code === 'E_USAGE' && error.cure === 'Did you mean rows?',
  );
});

test('the life of a token is a time from now, a day, or for ever; nothing else', () => {
  const now = Date.parse(NOW);
  assert.equal(expiryOf('30d', now), new Date(now + 30 * 86_400_000).toISOString());
  assert.equal(expiryOf('2027-01-31', now), new Date(2027, 0, 31).toISOString());
  assert.equal(expiryOf('nunca', now), null);
  assert.throws(() => expiryOf('soon', now), /neither a time from now nor a date/);
});

test('a time that is typed is a duration, or a day or a clock time of the zone one lives in; what only resembles one is none', () => {
  const ago = (ms: number): number => -ms;
  assert.equal(readTime('90m', ago), -5_400_000);
  assert.equal(readTime('2026-11-22', ago), new Date(2026, 10, 22).getTime());
  assert.equal(readTime('2026-11-22T10:05', ago), new Date(2026, 10, 22, 10, 5).getTime());
  assert.equal(readTime('2026-11-22 10:05:07', ago), new Date(2026, 10, 22, 10, 5, 7).getTime());
  assert.equal(readTime('2026-11-22T10:05Z', ago), Date.UTC(2026, 10, 22, 10, 5));
  for (const text of ['lunes 3', '2026-02-30', '2026-13-01', '22/11/2026', '2026-11-22T25:00', '10:00', ''])
    assert.equal(readTime(text, ago), null, text);
});

test('the menu understands a number, a command, and leaving', () => {
  assert.deepEqual(choiceOf('1'), ['status']);
  assert.deepEqual(choiceOf(' tasks --site Lam '), ['tasks', '--site', 'Lam']);
  for (const leave of ['', 'q', 'salir', '0']) assert.equal(choiceOf(leave), null);
  for (const wrong of ['99', 'rm -rf']) assert.equal(choiceOf(wrong), undefined);
});

test('what the argument parser says is Spanish for who reads Spanish; names stay as they were typed', () => {
  const english = "error: unknown option '--staus'\n(Did you mean --status?)";
  assert.equal(inOwnWords(english, 'es'), "error: no existe la opción '--staus'\n(¿Quiso decir --status?)");
  assert.equal(inOwnWords(english, 'en'), english);
});
