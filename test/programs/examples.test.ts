import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { cytTraps } from '../../practice/portals/cyt-traps.ts';
import { dayOf } from '../../src/core/local-time.ts';
import { expectedListing, publishedRows } from '../support/expected.ts';
import { openScene, startBatch } from '../e2e/scene.ts';
import { ROOT } from '../support/rehearsal.ts';
import { openProgramScene } from './program-scene.ts';

const EDIFICIOS = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

function needs(t: TestContext, program: string, argument: string): boolean {
  if (spawnSync(program, [argument]).error === undefined) return true;
  assert.ok(process.env['CI'] !== 'true', `${program} must be there`);
  t.skip(`${program} is not installed: its example was NOT tested`);
  return false;
}

for (const [example, program, keys, firstRows] of [
  ['command-python', 'python3', ['listing_id', 'title', 'price', 'operation', 'municipality'], undefined],
  ['command-shell', 'curl', ['listing_id', 'price', 'operation'], 40],
] as const) {
  test(`the ${example} example collects what the portal shows, through the same check and publish`, async (t) => {
    if (!needs(t, program, '--version')) return;
    const scene = await openProgramScene(t, { example, catalogue: [TERRENOS, EDIFICIOS] });
    const running = await startBatch(t, scene);
    const batch = await running.ended;
    assert.ok(batch !== null);
    const tasks = await running.orchestrator.reports.listTasks({ batch: batch.id });
    assert.deepEqual(
      tasks.map((task) => [task.status, task.errorMessage]),
      [
        ['completed', null],
        ['completed', null],
      ],
    );
    for (const task of tasks) {
      const truth = await expectedListing(scene.rehearsal, task, dayOf(batch.startedAt, batch.timeZone));
      const expected = truth.rows.slice(0, firstRows);
      const got = publishedRows(scene.rehearsal, batch, task);
      const pick = (rows: typeof got) => rows.map((row) => keys.map((key) => row[key]));
      assert.deepEqual(pick(got), pick(expected));
    }
  });
}

const LINES: readonly (readonly [string, number])[] = [
  ['command-python.py', 60],
  ['command-shell.sh', 30],
];
for (const [file, most] of LINES) {
  test(`the example ${file} is short enough to be read: ${most} lines at most`, () => {
    const lines = readFileSync(`${ROOT}docs/examples/${file}`, 'utf8').trimEnd().split('\n');
    assert.ok(lines.length <= most, `${lines.length} lines`);
  });
}

test('the Python example goes on behind the last stored page, and tells an empty search from a page that changed', async (t) => {
  if (!needs(t, 'python3', '--version')) return;
  const scene = await openScene(t, { catalogue: [TERRENOS] });
  scene.gate.open();
  const search = TERRENOS.split(',').at(-1) ?? '';
  const empty = cytTraps().find(({ name }) => name === 'empty-search')?.url ?? assert.fail('no such trap');
  const run = async (url: string, resume: object | null) => {
    const task = { url, resume, max_pages: 20, delay_seconds: 0, user_agent: 'Bot/1.0' };
    const child = spawn('python3', [`${ROOT}docs/examples/command-python.py`]);
    child.stdin.end(`${JSON.stringify({ ...task, rehearsal: scene.gate.origin })}\n`);
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const lines = output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { code, lines };
  };
  const whole = await run(search, null);
  const pages = whole.lines.filter(({ page }) => page !== undefined);
  assert.deepEqual(
    pages.map(({ page, next }) => [page, next]),
    [
      [1, `${search}?page=2`],
      [2, null],
    ],
  );
  const behind = await run(search, pages[0] === undefined ? null : { page: 2, next: pages[0]['next'] });
  assert.deepEqual(behind.lines, whole.lines.slice(whole.lines.indexOf(pages[0] ?? {}) + 1));
  assert.deepEqual(await run(empty, null), { code: 0, lines: [{ empty: true }] });
});
