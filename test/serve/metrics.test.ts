/** A running service as Prometheus sees it: a batch of the practice portals, scraped by the real program where it is. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { startService } from '../../src/app/service/start-service.ts';
import type { RunningService } from '../../src/app/service/service-contract.ts';
import { createSystemNotifier } from '../../src/app/service/sd-notify.ts';
import { loadConfig } from '../../src/config/load.ts';
import { GAUGES } from '../../src/telemetry/gauges.ts';
import { openLogs } from '../../src/telemetry/open-logs.ts';
import { exportedBy } from '../deploy/exported-metrics.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));
const CATALOGUE = [
  'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta',
  'Inm24,Zptl,Ren,Dep,https://www.inmuebles24.com/departamentos-en-renta-en-zapotlanejo.html',
];
/** Known only after events that this batch does not have. */
const NOT_HERE = [
  'scraping_batch_deadline_timestamp_seconds',
  'scraping_restore_rehearsal_timestamp_seconds',
  'scraping_restore_rehearsal_duration_seconds',
];

async function startHere(t: TestContext, scene: Scene): Promise<RunningService> {
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
  });
  t.after(async () => {
    await service.stop();
    logs.close();
  });
  return service;
}

async function listening(t: TestContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a service tells of its batch, its portals, its backups and its disks, and Prometheus reads it and takes every rule and panel', async (t) => {
  const scene = await openScene(t, { catalogue: CATALOGUE, config: { execution: { max_concurrency: 2 } } });
  const service = await startHere(t, scene);
  await until(
    () => scene.count(`SELECT COUNT(*) FROM execution_batches WHERE status = 'completed'`) === 1,
    'the batch is over',
  );
  const text = await until(async () => {
    const { text: now } = await service.metrics();
    return now.includes('scraping_backups{state="verified"} 1') ? now : null;
  }, 'the backup at the end of the batch is made');

  const rows = scene.count('SELECT SUM(data_records_extracted) FROM scraping_tasks');
  const pages = scene.count('SELECT SUM(pages) FROM scraping_tasks');
  assert.ok(rows > 0 && pages > 0);
  assert.equal(sumOf(text, 'scraping_rows_total'), rows, 'rows as the database has them');
  assert.equal(sumOf(text, 'scraping_pages_total'), pages);
  assert.equal(sumOf(text, 'scraping_batch_rows'), rows, 'and the same from the store');
  assert.equal(sumOf(text, 'scraping_tasks_total'), scene.count('SELECT COUNT(*) FROM scraping_tasks'));
  assert.ok(sumOf(text, 'scraping_requests_total') >= pages);
  assert.match(text, /^scraping_site_fill_ratio\{site="CyT",field="price"\} 0?\.?[\d]+/m);
  assert.match(text, /^scraping_site_last_success_timestamp_seconds\{site="CyT"\} \d{10}/m);
  assert.equal(sumOf(text, 'scraping_metrics_failures_total'), 0);
  const { labels } = exportedBy(text);
  const silent = Object.keys(GAUGES).filter((name) => !labels.has(name) && !NOT_HERE.includes(name));
  assert.deepEqual(silent, [], 'gauges that nobody feeds');

  await t.test('Prometheus itself', { skip: prometheusMissing() }, async (t2) => {
    const answering = createServer((_request, response) => {
      service.metrics().then(
        (now) => response.setHeader('content-type', now.contentType).end(now.text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    const target = await listening(t2, answering);
    const prometheus = await startPrometheus(t2, scene.rehearsal.folder, target);
    await until(async () => (await ask(prometheus, 'up')).length === 1, 'Prometheus has scraped the service');
    assert.deepEqual(await ask(prometheus, 'up'), ['1'], 'it could read all of it');
    assert.deepEqual(await ask(prometheus, 'sum(scraping_rows_total)'), [String(rows)]);
    for (const expression of panelExpressions()) await ask(prometheus, expression);
    const groups = (await (await fetch(`${prometheus}/api/v1/rules`)).json()) as {
      data: { groups: readonly { rules: readonly { name: string; health: string; lastError?: string }[] }[] };
    };
    const rules = groups.data.groups.flatMap((group) => group.rules);
    assert.ok(rules.length >= 30);
    assert.deepEqual(
      rules.filter(({ health }) => health === 'err'),
      [],
    );
  });
});

function sumOf(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** As Grafana sends them: all instances and all sites. */
function panelExpressions(): readonly string[] {
  const dashboard = JSON.parse(readFileSync(`${DEPLOY}grafana/scraping-orchestrator.json`, 'utf8')) as {
    panels: readonly { targets?: readonly { expr: string }[] }[];
  };
  return dashboard.panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr.replaceAll('$instance', '.+').replaceAll('$site', '.+')),
  );
}

/** Values of an instant query, as text. A refused expression fails the test. */
async function ask(prometheus: string, expression: string): Promise<readonly string[]> {
  const answer = (await (
    await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`)
  ).json()) as {
    status: string;
    error?: string;
    data: { result: readonly { value: readonly [number, string] }[] };
  };
  assert.equal(answer.status, 'success', `${expression}: ${answer.error}`);
  return answer.data.result.map(({ value }) => value[1]);
}

/** With deploy/prometheus/prometheus.yml, but for address, token and pace. Returns its own address. */
async function startPrometheus(t: TestContext, folder: string, target: string): Promise<string> {
  const config = parse(readFileSync(`${DEPLOY}prometheus/prometheus.yml`, 'utf8')) as {
    global: Record<string, string>;
    rule_files: string[];
    scrape_configs: Record<string, unknown>[];
  };
  config.global = { scrape_interval: '1s', evaluation_interval: '1s' };
  config.rule_files = [`${DEPLOY}prometheus/alerts.yml`];
  delete config.scrape_configs[0]?.['authorization'];
  config.scrape_configs[0] = { ...config.scrape_configs[0], static_configs: [{ targets: [target] }] };
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, stringify(config));
  // A port that was free a moment ago: Prometheus cannot be asked which one it took.
  const free = createServer();
  free.listen(0, '127.0.0.1');
  await once(free, 'listening');
  const address = `127.0.0.1:${(free.address() as AddressInfo).port}`;
  free.close();
  await once(free, 'close');
  const child = spawn(
    'prometheus',
    [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`, `--web.listen-address=${address}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  t.after(async () => {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const origin = `http://${address}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`prometheus ended: ${said}`);
    return fetch(`${origin}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }, 'Prometheus is ready');
  return origin;
}

function prometheusMissing(): string | false {
  if (spawnSync('prometheus', ['--version']).error === undefined) return false;
  assert.ok(process.env['CI'] !== 'true', 'prometheus must be there (Debian: prometheus)');
  return 'NOT PROVED HERE: prometheus is not installed (Debian: apt-get install prometheus)';
}
