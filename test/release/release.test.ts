/** A release as it is used: made once, moved to where no checkout is, and run there by its programs alone. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildRelease } from '../../scripts/build-release.ts';
import { dayOf } from '../../src/core/local-time.ts';
import { VERSION } from '../../src/core/version.ts';
import { ask } from '../api/house.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { differences, expectedListing, publishedRows } from '../support/expected.ts';
import { finished } from '../support/rehearsal.ts';
import { logged } from '../serve/service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-'));
const release = join(folder, 'here');
let stamp = '';

before(async () => {
  const made = join(folder, 'made');
  ({ stamp } = await buildRelease(made));
  renameSync(made, release);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Tells on stderr which files were loaded, one a line. */
const TELL_LOADED = `data:text/javascript,${encodeURIComponent(`import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  if (url.startsWith('file:')) process.stderr.write('loaded ' + url + '\\n');
  return next(url, context);
} });`)}`;

type Program = 'scraping-orchestrator' | 'scraping-monitor';
const commandOf = (program: Program): string => join(release, 'bin', `${program}.mjs`);

/** Runs a program of the release to its end, in a folder of its own. */
function run(program: Program, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [commandOf(program), ...args], { cwd: folder, encoding: 'utf8' });
}

test('a release holds programs, data, dashboard and the licences of what is in it, and no sources', () => {
  for (const path of ['sites/inm24.yaml', 'data/codes.yaml', 'web/dist/index.html', 'deploy', 'README.md'])
    assert.ok(existsSync(join(release, path)), path);
  assert.deepEqual(readdirSync(join(release, 'node_modules')), ['playwright-core']);
  assert.ok(!existsSync(join(release, 'src')));
  const { version, bin } = JSON.parse(readFileSync(join(release, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly bin: Readonly<Record<string, string>>;
  };
  assert.equal(version, VERSION);
  for (const file of Object.values(bin)) assert.ok(existsSync(join(release, file)), file);
  const licences = readFileSync(join(release, 'LICENCES.txt'), 'utf8');
  for (const name of ['fastify', 'zod', 'undici', 'playwright-core'])
    assert.match(licences, new RegExp(`^${name} \\d`, 'm'), name);
});

test('a release says which one it is, and its programs help', () => {
  const told = JSON.parse(readFileSync(join(release, 'release.json'), 'utf8')) as { readonly stamp: string };
  assert.equal(told.stamp, stamp);
  assert.match(stamp, new RegExp(`^${VERSION.replaceAll('.', '\\.')}\\+[0-9a-z.]+$`));
  for (const program of ['scraping-orchestrator', 'scraping-monitor'] as const) {
    assert.equal(run(program, '--version').stdout, `${stamp}\n`);
    const { stdout, stderr, status } = run(program, '--help');
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`^Usage: ${program} `));
  }
});

test('a release sets up an installation, and checks a catalogue with the definitions and codes it brings', () => {
  const place = join(folder, 'installation');
  const init = run('scraping-orchestrator', 'init', '--dir', place);
  assert.equal(init.status, 0, init.stderr);
  const config = join(place, 'config.yaml');
  const checked = spawnSync(
    process.execPath,
    [commandOf('scraping-orchestrator'), 'validate', '-c', config, '--json'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, SCRAPING_DATA_URLS: join(release, 'urls') },
    },
  );
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  const wrong = run('scraping-orchestrator', 'validate', '-c', join(folder, 'absent.yaml'));
  assert.equal(wrong.status, 78);
});

const ONE_EACH: readonly string[] = [
  'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta',
  'Lam,Salt,Ven,Cons,https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/',
];
const LISTS_ONLY = { CyT: { has_detail_scraper: false }, Lam: { has_detail_scraper: false } };

test("a release's service runs a batch in its own workers, serves API and dashboard, and ends when it is told to", async (t) => {
  const scene = await openScene(t, {
    catalogue: ONE_EACH,
    config: { api: { enabled: true, port: 0 }, schedule: { batches: false }, websites: LISTS_ONLY },
  });
  const child = spawn(
    process.execPath,
    [commandOf('scraping-orchestrator'), 'serve', '-c', scene.rehearsal.configFile],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
  );
  const end = finished(child);
  try {
    await runBatch(scene, child);
    assertStatusIsQuick(scene.rehearsal.configFile);
    child.kill('SIGTERM');
    const { code, stderr } = await end;
    assert.equal(code, 0, stderr);
  } finally {
    // Before the portals close: they wait for whoever is connected.
    child.kill('SIGKILL');
    await end;
  }
  await assertRowsAreRight(scene);
});

/** Asked for over HTTP, and waited for. */
async function runBatch(scene: Scene, child: ChildProcess): Promise<void> {
  const door = await until(() => {
    assert.equal(child.exitCode, null, 'the service lives');
    return logged(scene, 'api_open')[0];
  }, 'the API opens');
  const port = Number(door['port']);
  assert.equal(logged(scene, 'service_started')[0]?.['release'], stamp);
  const page = await ask(port, '/');
  assert.equal(page.status, 200);
  assert.match(page.text, /<script[^>]+src="\.?\/?assets\//);
  const headers = { 'idempotency-key': 'tonight' };
  const answer = await ask(port, '/api/v1/actions', { method: 'POST', body: { action: 'run-now' }, headers });
  assert.equal(answer.status, 200, answer.text);
  await until(() => scene.count(`SELECT COUNT(*) FROM execution_batches WHERE status <> 'running'`) === 1, 'its end');
}

/** The second time it takes the configuration that it kept the first time, and loads what makes one module. */
function assertStatusIsQuick(configFile: string): void {
  const first = run('scraping-monitor', 'status', '-c', configFile, '--json');
  assert.equal(first.status, 0, first.stderr);
  const batchIn = (text: string) => (JSON.parse(text) as { readonly batch: { readonly status: string } }).batch;
  assert.equal(batchIn(first.stdout).status, 'completed');
  const again = spawnSync(
    process.execPath,
    ['--import', TELL_LOADED, commandOf('scraping-monitor'), 'status', '-c', configFile, '--json'],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(again.status, 0, again.stderr);
  assert.deepEqual(batchIn(again.stdout), batchIn(first.stdout));
  assert.ok(existsSync(join(release, '.compiled', 'config.json')), 'kept beside the compiled code');
  const loaded = again.stderr.match(/^loaded .*$/gm) ?? [];
  assert.ok(loaded.length > 0 && loaded.length <= 10, again.stderr);
}

async function assertRowsAreRight(scene: Scene): Promise<void> {
  const orchestrator = await scene.rehearsal.open();
  const batch = await orchestrator.reports.latestBatch();
  assert.ok(batch);
  const tasks = await orchestrator.reports.listTasks({ batch: batch.id });
  assert.deepEqual(
    tasks.map((task) => task.status),
    ['completed', 'completed'],
  );
  const fetchedOn = dayOf(batch.startedAt, batch.timeZone);
  for (const task of tasks) {
    const { rows } = await expectedListing(scene.rehearsal, task, fetchedOn);
    assert.deepEqual(differences(task, rows, publishedRows(scene.rehearsal, batch, task)), []);
  }
}

test('what a release does not bundle is found by it: the driver of the browser', () => {
  const look = `import('playwright-core').then(({ chromium }) => console.log(typeof chromium.launch))`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', look], {
    cwd: join(release, 'lib'),
    encoding: 'utf8',
  });
  assert.equal(stdout, 'function\n', stderr);
});

test('compiled code is kept beside a release; where that cannot be, in the folder that systemd made for the service, else in the user’s own', () => {
  const beside = join(release, '.compiled');
  rmSync(beside, { recursive: true, force: true });
  const keepsIn = (environment: NodeJS.ProcessEnv, place: string): void => {
    const { PATH } = process.env;
    const { status, stderr } = spawnSync(process.execPath, [commandOf('scraping-monitor'), '--version'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH, ...environment },
    });
    assert.equal(status, 0, stderr);
    assert.ok(existsSync(place), place);
  };
  const [made, home] = [join(folder, 'systemd'), join(folder, 'home')];
  keepsIn({ CACHE_DIRECTORY: made, HOME: home }, beside);
  assert.ok(!existsSync(made));
  rmSync(beside, { recursive: true });
  writeFileSync(beside, 'no folder');
  keepsIn({ CACHE_DIRECTORY: made, HOME: home }, join(made, 'compiled'));
  assert.ok(!existsSync(home));
  keepsIn({ HOME: home }, join(home, '.cache', 'scraping-orchestrator', 'compiled'));
  // Nowhere is no fault.
  keepsIn({ HOME: beside }, release);
});
