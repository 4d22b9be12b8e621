import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { askOperator } from '../../src/app/view/ask-operator.ts';
import { openParts } from '../../src/app/parts/open-parts.ts';
import type { Parts } from '../../src/app/parts/open-parts.ts';
import { openLocalMonitor } from '../../src/app/view/open-monitor.ts';
import { scheduleText } from '../../src/cli/commands/schedule.ts';
import type { Config, LoadedConfig } from '../../src/config/contract.ts';
import { parseConfig } from '../../src/config/load.ts';
import { LOCAL_PATHS, configTemplate } from '../../src/config/template.ts';
import type { Clock } from '../../src/core/clock.ts';
import { DAY_MS } from '../../src/core/local-time.ts';
import { createCommandDesk } from '../../src/upkeep/schedule/command-desk.ts';
import { operatorHandlers } from '../../src/upkeep/schedule/operator-handlers.ts';
import { createScheduler } from '../../src/upkeep/schedule/scheduler.ts';
import { scheduleSettings } from '../../src/upkeep/schedule/settings.ts';
import type { Service } from '../../src/upkeep/service.ts';
import { leased, planned, settled, settlement } from '../store/given.ts';
import { recordingLog } from '../upkeep/stepped-clock.ts';

const START = Date.UTC(2026, 10, 22, 10);
const actor = 'cli:ana';

function installation(t: TestContext): Config {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['Base_de_Datos', 'urls', 'logs', 'backups']) mkdirSync(join(folder, name));
  const file = join(folder, 'config.yaml');
  return parseConfig(configTemplate(LOCAL_PATHS), file, { environment: {}, workingDirectory: folder }).config;
}

function readAs(config: Config): LoadedConfig {
  return { config, file: null, warnings: [], sourceOf: () => ({ kind: 'default' }) };
}

/** Time passes only while someone waits, and then `meanwhile` happens. */
function waitingClock(meanwhile: () => Promise<unknown> = async () => undefined): Clock {
  let passed = 0;
  return {
    now: () => START + passed,
    monotonic: () => passed,
    sleep: async (ms) => {
      passed += ms;
      await meanwhile();
    },
  };
}

/** A live service, as far as its desk: the holder of the directory. */
async function service(t: TestContext, config: Config): Promise<{ readonly parts: Parts; readonly desk: Service }> {
  const { log } = recordingLog();
  const clock = waitingClock();
  const parts = await openParts(config, clock, log);
  t.after(() => parts.close());
  const { store, instance } = parts;
  const handlers = operatorHandlers(
    { store, clock, batchEveryMs: 15 * DAY_MS, deadlineMs: 14 * DAY_MS, sites: () => ['Inm24'] },
    {
      runNow: async () => {
        await planned(store, 2);
        return (await store.batches.openBatch()) ?? assert.fail('there is a batch');
      },
      takeUp: async () => undefined,
      reload: async () => ({ changed: 0 }),
    },
  );
  return { parts, desk: createCommandDesk({ store, clock, log, instance: instance.id, handlers }) };
}

describe('a person asks beside a running service', () => {
  it('and the service does it and answers: run-now starts a batch there', async (t) => {
    const config = installation(t);
    const { desk, parts } = await service(t, config);
    const answer = await askOperator(
      config,
      { name: 'run-now', args: {}, actor },
      { clock: waitingClock(() => desk.runOnce()) },
    );
    assert.deepEqual(answer, { by: 'service', result: { batch: 'Nov26_01', tasks: 2 } });
    assert.equal((await parts.store.commands.listAudit(1))[0]?.actor, actor);
  });

  it('and is told what the service refused', async (t) => {
    const config = installation(t);
    const { desk } = await service(t, config);
    const asked = askOperator(
      config,
      { name: 'pause', args: { site: 'Nope' }, actor },
      { clock: waitingClock(() => desk.runOnce()) },
    );
    await assert.rejects(asked, { code: 'E_USAGE', message: 'there is no site "Nope"; there are Inm24' });
  });

  it('and is told when nobody takes it up, who holds the directory, and the command is taken back', async (t) => {
    const config = installation(t);
    const { parts } = await service(t, config);
    const asked = askOperator(config, { name: 'run-now', args: {}, actor }, { clock: waitingClock() });
    await assert.rejects(asked, {
      code: 'E_NO_SERVICE',
      message: new RegExp(`process ${process.pid}.* took up no command within 10 s`),
    });
    assert.equal(await parts.store.commands.waitingCommands(), 0);
  });
});

describe('a person asks where nothing runs', () => {
  it('run-now says how a batch is started', async (t) => {
    const asked = askOperator(installation(t), { name: 'run-now', args: {}, actor }, { clock: waitingClock() });
    await assert.rejects(asked, { code: 'E_NO_SERVICE', cure: /scraping-orchestrator run/ });
  });

  it('pause and resume are written down for the next start, and who did it', async (t) => {
    const config = installation(t);
    const clock = waitingClock();
    const answer = await askOperator(config, { name: 'pause', args: { site: null }, actor }, { clock });
    assert.deepEqual(answer, { by: 'this process', result: { site: null } });
    await askOperator(config, { name: 'pause', args: { site: 'Lam' }, actor }, { clock });
    const monitor = await openLocalMonitor(readAs(config), { language: 'en', clock });
    t.after(() => monitor.close());
    const { schedules, pausedSites } = await monitor.house.schedule(10);
    assert.equal(schedules.find(({ schedule }) => schedule === 'batches')?.pausedBy, actor);
    assert.deepEqual(
      pausedSites.map(({ site, by }) => [site, by]),
      [['Lam', actor]],
    );
    await askOperator(config, { name: 'resume', args: { site: null }, actor }, { clock });
    assert.equal((await monitor.house.schedule(10)).schedules[0]?.pausedBy, null);
  });

  it('retry opens the closed batch, and cancel closes it for good, in the journal too', async (t) => {
    const config = installation(t);
    const clock = waitingClock();
    const { log } = recordingLog();
    const parts = await openParts(config, clock, log);
    const [task] = await planned(parts.store, 1);
    const { lease } = await leased(parts.store, task?.id ?? 0);
    await settled(
      parts.store,
      settlement(lease, { step: 'fail', verdict: 'blocked', code: 'E_BLOCKED', message: 'x' }),
    );
    await parts.store.batches.closeBatch('Nov26_01', 'failed', START);
    await parts.close();
    const args = { batch: 'Nov26_01', sites: null, statuses: null, verdicts: null };
    assert.deepEqual((await askOperator(config, { name: 'retry', args, actor }, { clock })).result, {
      batch: 'Nov26_01',
      tasks: 1,
    });
    assert.deepEqual((await askOperator(config, { name: 'cancel', args: {}, actor }, { clock })).result, {
      batch: 'Nov26_01',
      tasks: 1,
    });
    await assert.rejects(askOperator(config, { name: 'retry', args, actor }, { clock }), { code: 'E_NOTHING_TO_DO' });
    const after = await openParts(config, clock, log);
    t.after(() => after.close());
    assert.equal((await after.store.batches.findBatch('Nov26_01'))?.status, 'cancelled');
    const trail = (await after.store.commands.listAudit(10)).map(({ action, outcome }) => `${action} ${outcome}`);
    assert.deepEqual(trail, ['retry E_NOTHING_TO_DO', 'cancel done', 'retry done']);
  });
});

describe('scraping-monitor schedule', () => {
  it('shows what comes next and what became of what was due, with the reason', async (t) => {
    const config = installation(t);
    const { log } = recordingLog();
    const clock = waitingClock();
    const parts = await openParts(config, clock, log);
    t.after(() => parts.close());
    const { store } = parts;
    const scheduler = createScheduler({
      store,
      clock,
      log,
      settings: () => scheduleSettings(config),
      start: () => undefined,
    });
    await planned(store, 1);
    await scheduler.tick();
    await clock.sleep(15 * DAY_MS);
    await scheduler.tick();
    const monitor = await openLocalMonitor(readAs(config), { language: 'en', clock });
    t.after(() => monitor.close());
    const view = await monitor.house.schedule(50);
    const text = scheduleText(view, clock.now(), 'en', Infinity);
    assert.match(text, /^batches +2026-12-22 04:00 \(15 d\) +15 d$/m);
    assert.match(text, /^backup +2026-12-08 02:00 \(22 h\) +02:00$/m);
    assert.match(text, /^clean_up +2026-12-13 03:00 .* +Sun 03:00$/m);
    assert.match(text, /^health +while the service runs/m);
    assert.match(text, /^2026-12-07 04:00 +batches +skipped +batch Nov26_01 was running$/m);
    assert.match(text, /^2026-11-22 04:00 +batches +started +Nov26_01$/m);
    assert.doesNotMatch(text, /undefined|null|NaN/);
    const spanish = scheduleText(view, clock.now(), 'es', Infinity);
    assert.match(spanish, /calendario +próximo +cada/);
    assert.match(spanish, /^clean_up .* +dom 03:00$/m);
  });
});
