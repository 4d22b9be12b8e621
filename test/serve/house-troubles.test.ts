/** Each trouble of the house, brought about in a real service: told once to a webhook, and told again when it is over. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createSystemNotifier } from '../../src/app/service/sd-notify.ts';
import { startService } from '../../src/app/service/start-service.ts';
import type { RunningService, ServeOptions } from '../../src/app/service/service-contract.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { MachineLoad } from '../../src/engine/agent/slot-count.ts';
import type { Cause, TroubleItem } from '../../src/notifying/contract.ts';
import { openLogs } from '../../src/telemetry/open-logs.ts';
import { movableClock } from '../e2e/movable-clock.ts';
import type { MovableClock } from '../e2e/movable-clock.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';

const CATALOGUE = ['CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta'];
const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;
/** At each look of the test, every few milliseconds: the service looks at its house each 15 s. */
const STEP_MS = 2000;
const WELL: MachineLoad = {
  totalBytes: 24 * GIB,
  availableBytes: 20 * GIB,
  ownBytes: 0.2 * GIB,
  workersBytes: 0,
  processorPercent: 5,
  processorPressure: 0,
  memoryPressure: 0,
};

interface Told {
  readonly subject: string;
  readonly text: string;
  readonly items: readonly TroubleItem[];
}

/** What a program behind a webhook was told. */
async function startListener(t: TestContext): Promise<{ readonly address: string; readonly told: readonly Told[] }> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      const { subject, text, data } = JSON.parse(body) as Told & { data: { items?: readonly TroubleItem[] } };
      told.push({ subject, text, items: data.items ?? [] });
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, told };
}

async function sceneWith(t: TestContext, address: string): Promise<Scene> {
  const scene = await openScene(t, {
    catalogue: CATALOGUE,
    config: {
      schedule: { batches: false },
      monitoring: { min_free_mb: 1024, min_free_percent: 0 },
      notifications: {
        language: 'en',
        health_report: 'never',
        webhook: { urls: [address], secrets: ['env:HOUSE_TROUBLES_SECRET'], allowed_hosts: ['127.0.0.1'] },
      },
    },
  });
  return scene;
}

type Seams = Pick<ServeOptions, 'machine' | 'spaceOf' | 'clock'>;

async function startHere(scene: Scene, seams: Seams): Promise<{ service: RunningService; stop: () => Promise<void> }> {
  const load = () =>
    loadConfig({ file: scene.rehearsal.configFile, environment: {}, workingDirectory: scene.rehearsal.folder });
  const loaded = await load();
  const logs = openLogs({ directory: loaded.config.logging.directory, level: 'debug' });
  const service = await startService({
    loaded,
    load,
    logs,
    system: createSystemNotifier({}, logs.orchestrator),
    onLost: (reason) => assert.fail(reason),
    ...seams,
  });
  return {
    service,
    stop: async () => {
      await service.stop();
      logs.close();
    },
  };
}

/** Lets the service's time pass faster, yet so slowly that it is not left behind, until something is so. */
async function passTimeUntil(clock: MovableClock, isSo: () => boolean, what: string): Promise<void> {
  await until(() => {
    if (isSo()) return true;
    clock.advance(STEP_MS);
    return false;
  }, what);
}

const itemsOf = (told: readonly Told[], cause: Cause): readonly TroubleItem[] =>
  told.flatMap(({ items }) => items.filter((item) => item.cause === cause));
const stagesOf = (told: readonly Told[], cause: Cause): readonly string[] =>
  itemsOf(told, cause).map(({ stage }) => stage);

process.env['HOUSE_TROUBLES_SECRET'] = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('disk, memory, processors and backups in trouble are told once each, with the command that helps, and when they are well again', async (t) => {
  const { address, told } = await startListener(t);
  const scene = await sceneWith(t, address);
  const clock = movableClock();
  let load = WELL;
  let freeBytes = 40 * GIB;
  const { service, stop } = await startHere(scene, {
    clock,
    machine: () => load,
    spaceOf: async () => ({ freeBytes, totalBytes: 100 * GIB }),
  });
  t.after(stop);
  const untilTold = (cause: Cause, stages: string): Promise<void> =>
    passTimeUntil(clock, () => stagesOf(told, cause).join() === stages, `${cause}: ${stages}`);
  const comesAndGoes = async (cause: Cause, begin: () => unknown, mend: () => unknown): Promise<TroubleItem> => {
    await begin();
    await untilTold(cause, 'first');
    await mend();
    await untilTold(cause, 'first,recovered');
    return itemsOf(told, cause)[0]!;
  };

  const disk = await comesAndGoes(
    'disk',
    () => (freeBytes = 0.5 * GIB),
    () => (freeBytes = 40 * GIB),
  );
  assert.match(disk.facts.measured ?? '', /^512 MB · \//);
  assert.match(disk.facts.usual ?? '', /^≥ 1\.\d GB$/);
  const memory = await comesAndGoes(
    'memory',
    () => (load = { ...WELL, availableBytes: 100 * 2 ** 20 }),
    () => (load = WELL),
  );
  assert.equal(memory.facts.measured, '100 MB');
  const cpu = await comesAndGoes(
    'cpu',
    () => (load = { ...WELL, processorPercent: 97 }),
    () => (load = WELL),
  );
  assert.equal(cpu.facts.measured, '97 %');

  const { directory } = scene.rehearsal.config.backup;
  const backup = await comesAndGoes(
    'backup',
    () => {
      rmSync(directory, { recursive: true });
      writeFileSync(directory, 'in the place of the folder');
    },
    async () => {
      rmSync(directory);
      mkdirSync(directory);
      await service.monitor.in('en').act({ action: 'backup' }, 'cli:test');
    },
  );
  assert.match(backup.facts.message ?? '', /ENOTDIR/);
  for (const cause of ['disk', 'memory', 'cpu', 'backup'] as const) {
    const first = told.find(({ items }) => items.some((item) => item.cause === cause && item.stage === 'first'));
    assert.match(first?.text ?? '', /scraping-\w+ \w+/, `${cause}: what to type`);
  }
});

test('a backup that is missing for two nights is told, and its coming', async (t) => {
  const { address, told } = await startListener(t);
  const scene = await sceneWith(t, address);
  const clock = movableClock();
  const { service, stop } = await startHere(scene, { clock, machine: () => WELL });
  t.after(stop);
  const act = () => service.monitor.in('en').act({ action: 'backup' }, 'cli:test');
  await act();
  await service.monitor.in('en').act({ action: 'pause' }, 'cli:test');
  clock.advance(37 * HOUR_MS);
  const untilStage = (stage: string): Promise<void> =>
    passTimeUntil(clock, () => stagesOf(told, 'backup').at(-1) === stage, stage);
  await untilStage('first');
  assert.match(itemsOf(told, 'backup')[0]?.facts.measured ?? '', /^3[78] h$/);
  await act();
  await untilStage('recovered');
});

test('a service that is started again and again is told once, and that it stays up', async (t) => {
  const { address, told } = await startListener(t);
  const scene = await sceneWith(t, address);
  for (let start = 1; start < 4; start += 1) await (await startHere(scene, { machine: () => WELL })).stop();
  assert.deepEqual(stagesOf(told, 'restart_loop'), []);
  const clock = movableClock();
  const { stop } = await startHere(scene, { clock, machine: () => WELL });
  t.after(stop);
  const untilTold = (stages: string): Promise<void> =>
    passTimeUntil(clock, () => stagesOf(told, 'restart_loop').join() === stages, stages);
  await untilTold('first');
  assert.match(itemsOf(told, 'restart_loop')[0]?.facts.measured ?? '', /^4\/h$/);
  clock.advance(HOUR_MS);
  await untilTold('first,recovered');
});
