import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NO_FILTERS } from '../../../src/core/batch.ts';
import { finished, rehearse } from '../../support/rehearsal.ts';

interface Answer {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly what: string }[];
}

const CATALOGUE = ['CyT,Gdl,Ven,Dep,https://www.casasyterrenos.com/jalisco/guadalajara/departamentos/venta'];

test('doctor after a batch: the portals answer, the database is sound, and what is missing is told with exit code 1', async (t) => {
  const r = await rehearse(t, { catalogue: CATALOGUE });
  await r.run(NO_FILTERS);
  const asked = await finished(r.spawn('scraping-monitor', ['doctor', '--json']));
  assert.equal(asked.stderr, '');
  const answer = JSON.parse(asked.stdout) as Answer;
  const state = (name: string): string | undefined => answer.checks.find((check) => check.name === name)?.state;
  assert.deepEqual(
    [state('portal CyT'), state('portal Inm24'), state('database'), state('migrations'), state('batch')],
    ['ok', 'ok', 'ok', 'ok', 'ok'],
  );
  assert.deepEqual([state('backups'), answer.ok, asked.code], ['bad', false, 1]);
  const kept = await finished(r.spawn('scraping-orchestrator', ['maintenance', '--json']));
  assert.equal(kept.code, 0, kept.stderr);
  const summaries = JSON.parse(kept.stdout) as Record<string, Record<string, unknown>>;
  assert.equal(summaries['verify-tree']?.['problems'], 0);
  assert.ok(Number(summaries['verify-tree']?.['files']) > 0);
  assert.equal(summaries['database-maintenance']?.['check'], 'ok');
  assert.equal(summaries['cleanup']?.['summed_batches'], 0, 'it was summed up with its end');
});

test('doctor names a file that was changed and a damaged database, in words for people', async (t) => {
  const r = await rehearse(t, { catalogue: CATALOGUE });
  await r.run(NO_FILTERS);
  const csv = fs
    .readdirSync(r.config.data.directory, { recursive: true, encoding: 'utf8' })
    .find((name) => name.endsWith('.csv'));
  assert.ok(csv !== undefined);
  fs.appendFileSync(join(r.config.data.directory, csv), 'x');
  await finished(r.spawn('scraping-orchestrator', ['maintenance', 'verify-tree']));
  const told = await finished(r.spawn('scraping-orchestrator', ['doctor', '--offline']));
  assert.match(told.stdout, /✗ +tree +.*\.csv is changed/);
  assert.match(told.stdout, /✗ tree: .*\n {4}→ .*backup/);
  fs.writeFileSync(r.config.database.path, 'no database at all'.repeat(300));
  const broken = await finished(r.spawn('scraping-orchestrator', ['doctor', '--offline', '--json']));
  const answer = JSON.parse(broken.stdout) as Answer;
  assert.equal(answer.checks.find(({ name }) => name === 'database')?.state, 'bad');
  assert.ok(
    answer.checks.some(({ name }) => name === 'leftovers'),
    'one trouble keeps no other from being told',
  );
});

test('T26 logs shows the last lines or all since a time, chosen by field, safe in a terminal', async (t) => {
  const r = await rehearse(t, { catalogue: CATALOGUE });
  const line = (event: string, fields: object, day: number): string =>
    `${JSON.stringify({ level: 'info', time: `2026-11-${day}T10:00:00.000Z`, event, ...fields })}\n`;
  fs.writeFileSync(
    join(r.config.logging.directory, 'orchestrator-2026-11-20.log'),
    line('first', { scraper: 'cyt', task: 17 }, 20),
  );
  fs.writeFileSync(
    join(r.config.logging.directory, 'orchestrator.log'),
    `${line('second', { scraper: 'lam', level: 'error', title: 'a\u001b]0;x\u0007b\u202e' }, 21)}not \u001b[31mours\n`,
  );
  const logs = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await finished(r.spawn('scraping-monitor', ['logs', ...args]));
    assert.equal(code, 0, stderr);
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    return stdout;
  };
  assert.match(await logs(), /first scraper=cyt task=17\n.*second.*\nnot \\u001b\[31mours\n$/);
  assert.match(
    await logs('--site', 'CyT', '--since', '2026-11-01T00:00'),
    /^2026-11-20 04:00:00.000 info {2}first [^\n]*\n$/,
  );
  assert.match(
    await logs('-n', '1', '--level', 'info', '--task', '17', '--json'),
    /^\{"at":"2026-11-20T10:00:00.000Z","level":"info".*"task":17\}\}\n$/,
  );
  const refused = await finished(r.spawn('scraping-monitor', ['logs', '--level', 'loud']));
  assert.equal(refused.code, 64);
  // A damaged database is when it is read most.
  fs.writeFileSync(r.config.database.path, 'no database');
  assert.match(await logs('-n', '2'), /second/);
});
