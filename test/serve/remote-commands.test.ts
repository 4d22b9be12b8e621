/** The command line of one machine before the service of another, both as they are installed, with a token between them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { finished, ROOT } from '../support/rehearsal.ts';
import { logged, startServe } from './service-process.ts';

const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';
const CLOSED = `SELECT COUNT(*) FROM execution_batches WHERE status = 'completed'`;
const DENIED = 77;

type Ended = Awaited<ReturnType<typeof finished>>;

async function tokenOf(scene: Scene, role: string): Promise<string> {
  const made = await finished(
    scene.rehearsal.spawn('scraping-monitor', ['token', 'create', role, '--role', role, '--json']),
  );
  assert.equal(made.code, 0, made.stderr);
  return (JSON.parse(made.stdout) as { readonly secret: string }).secret;
}

describe('scraping-monitor --url', () => {
  test('shows and steers a service elsewhere as far as its token allows, and says what is wrong with a token', async (t) => {
    const scene = await openScene(t, { catalogue: [ONE_PAGE], config: { api: { enabled: true, port: 0 } } });
    await startServe(t, scene);
    const port = Number((await until(() => logged(scene, 'api_open')[0], 'the API opens'))['port']);
    await until(() => scene.count(CLOSED) === 1, 'the batch ends');
    // Another machine has neither the configuration nor the database of this one.
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    t.after(() => rmSync(elsewhere, { recursive: true, force: true }));
    const ask = (token: string | null, ...args: readonly string[]): Promise<Ended> =>
      finished(
        spawn(
          process.execPath,
          [join(ROOT, 'bin/scraping-monitor.mjs'), ...args, '--url', `http://127.0.0.1:${port}`],
          {
            stdio: ['ignore', 'pipe', 'pipe'],
            cwd: elsewhere,
            env: {
              PATH: process.env['PATH'],
              SCRAPING_LANG: 'en',
              ...(token === null ? {} : { SCRAPING_TOKEN: token }),
            },
          },
        ),
      );
    const [viewer, operator] = [await tokenOf(scene, 'viewer'), await tokenOf(scene, 'operator')];

    const status = await ask(viewer, 'status');
    assert.equal(status.code, 0, status.stderr);
    assert.match(status.stdout, /1\/1/);
    const tasks = await ask(viewer, 'tasks', '--site', 'cyt', '--json');
    assert.equal(tasks.code, 0, tasks.stderr);
    const { items } = JSON.parse(tasks.stdout) as { readonly items: readonly Readonly<Record<string, unknown>>[] };
    assert.deepEqual(
      items.map(({ site, status: stands }) => [site, stands]),
      [['CyT', 'completed']],
    );

    const refused = await ask(viewer, 'pause', 'CyT');
    assert.equal(refused.code, DENIED, refused.stdout);
    assert.match(refused.stderr, /E_ROLE: .*viewer/);
    assert.equal(scene.count('SELECT COUNT(*) FROM paused_sites'), 0);
    const paused = await ask(operator, 'pause', 'CyT');
    assert.equal(paused.code, 0, paused.stderr);
    assert.match(paused.stdout, /CyT/);
    assert.equal(scene.count(`SELECT COUNT(*) FROM paused_sites WHERE site = 'CyT'`), 1);
    const resumed = await ask(operator, 'resume', 'CyT');
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(scene.count('SELECT COUNT(*) FROM paused_sites'), 0);

    for (const wrong of [null, 'wrong', `${operator}x`]) {
      const denied = await ask(wrong, 'status');
      assert.equal(denied.code, DENIED, denied.stdout);
      assert.match(denied.stderr, /E_TOKEN: /);
      assert.match(denied.stderr, /token create/, 'what to do');
      assert.ok(wrong === null || !denied.stderr.includes(operator), 'no secret is printed');
      assert.equal(denied.stdout, '');
    }
    const file = join(elsewhere, 'token');
    writeFileSync(file, `${viewer}\n`);
    assert.equal((await ask(null, 'history', '--token-file', file)).code, 0);
    const actions = scene.query(
      "SELECT actor, action, outcome FROM audit WHERE action IN ('pause', 'resume') ORDER BY id",
    );
    assert.deepEqual(
      actions.map((row) => [String(row['actor']).split(':')[0], row['action'], row['outcome']]),
      [
        ['api', 'pause', 'done'],
        ['api', 'resume', 'done'],
      ],
    );
  });
});
