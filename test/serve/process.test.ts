import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pidOf } from '../e2e/processes.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { finished } from '../support/rehearsal.ts';
import { logged, startServe } from './service-process.ts';

const NO_BATCHES = { schedule: { batches: false } };
const ONE_PAGE = 'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta';

for (const kind of ['rejection', 'exception'] as const) {
  test(`F7 a fault of the service itself (${kind}) is logged with its place, and the process ends with 70`, async (t) => {
    const scene = await openScene(t, { catalogue: [ONE_PAGE], config: NO_BATCHES });
    const file = fileURLToPath(new URL('service-with-a-bug.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', file, scene.rehearsal.configFile, kind],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    t.after(() => child.kill('SIGKILL'));
    const end = finished(child);
    await until(() => logged(scene, 'service_started').length === 1, 'the service starts');
    child.kill('SIGUSR2');
    assert.equal((await end).code, 70);
    const [crash] = logged(scene, 'crashed');
    assert.match(String(crash?.['error']), /nobody (waits for|catches) this/);
    assert.match(String(crash?.['stack']), /service-with-a-bug\.ts/);
  });
}

function has(program: string, argument: string): boolean {
  return spawnSync(program, [argument]).status === 0;
}

const SKIP =
  has('systemd-notify', '--version') && has('python3', '--version')
    ? false
    : 'systemd-notify and python3 are needed to stand in for systemd';

test(
  'systemd is told READY, WATCHDOG, RELOADING with the monotonic time, READY again and STOPPING',
  { skip: SKIP },
  async (t) => {
    const scene = await openScene(t, { catalogue: [ONE_PAGE], config: NO_BATCHES });
    const heard = await listenAsSystemd(t, scene);
    const service = await underSystemd(t, scene);
    await until(() => heard().some((message) => message.includes('READY=1')), 'READY');
    await until(() => heard().some((message) => message === 'WATCHDOG=1'), 'WATCHDOG');
    const before = process.hrtime.bigint() / 1000n;
    service.signal('SIGHUP');
    const reloading = await until(() => heard().find((message) => message.includes('RELOADING=1')), 'RELOADING');
    const stamp = BigInt(/^MONOTONIC_USEC=(\d+)$/m.exec(reloading)?.[1] ?? '0');
    assert.ok(stamp >= before && stamp <= process.hrtime.bigint() / 1000n, 'the same clock as systemd’s');
    await until(() => heard().filter((message) => message.includes('READY=1')).length === 2, 'READY again');
    service.signal('SIGTERM');
    assert.equal((await service.end).code, 0);
    assert.ok(heard().some((message) => message.includes('STOPPING=1')));
    assert.deepEqual(logged(scene, 'systemd_not_notified'), []);
  },
);

async function underSystemd(t: TestContext, scene: Scene) {
  const ours = { NOTIFY_SOCKET: join(scene.rehearsal.folder, 'notify'), WATCHDOG_USEC: '2000000' };
  Object.assign(process.env, ours);
  try {
    return await startServe(t, scene);
  } finally {
    for (const name of Object.keys(ours)) Reflect.deleteProperty(process.env, name);
  }
}

async function listenAsSystemd(t: TestContext, scene: Scene): Promise<() => readonly string[]> {
  const script = fileURLToPath(new URL('notify-socket.py', import.meta.url));
  const child = spawn('python3', [script, join(scene.rehearsal.folder, 'notify')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => process.kill(pidOf(child), 'SIGKILL'));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await until(() => text.startsWith('listening\n'), 'the socket');
  return () =>
    text
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as string);
}
