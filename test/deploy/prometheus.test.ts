/** deploy/prometheus and deploy/grafana: nothing there asks for what /metrics does not export, and the rules do what they say. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { MONITOR_COMMANDS } from '../../src/cli/monitor-commands.ts';
import { ORCHESTRATOR_COMMANDS } from '../../src/cli/orchestrator-commands.ts';
import { TASK_STATUSES } from '../../src/core/task.ts';
import { VERDICTS } from '../../src/core/verdict.ts';
import { GAUGES } from '../../src/telemetry/gauges.ts';
import type { GaugeName } from '../../src/telemetry/gauges.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { noLog } from '../telemetry/no-log.ts';
import { askedBy, exportedBy } from './exported-metrics.ts';
import type { Exported } from './exported-metrics.ts';

const PROMETHEUS = fileURLToPath(new URL('../../deploy/prometheus/', import.meta.url));
const DASHBOARD = new URL('../../deploy/grafana/scraping-orchestrator.json', import.meta.url);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<'summary' | 'resumen' | 'command', string>>;
}
interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly templating: { readonly list: readonly { readonly query: string | { readonly query: string } }[] };
}

const rules = (
  parse(readFileSync(`${PROMETHEUS}alerts.yml`, 'utf8')) as { groups: readonly { rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;

/** Every metric, with every label it can carry. */
async function everything(): Promise<Exported> {
  const gauges = Object.entries(GAUGES) as [GaugeName, readonly [string, readonly string[]]][];
  const metrics = createMetrics({
    version: '1.0.0',
    log: noLog(),
    parts: () => [
      {
        name: 'all',
        read: async () =>
          gauges.map(([gauge, [, labels]]) => ({
            gauge,
            labels: Object.fromEntries(labels.map((label) => [label, 'x'])),
            value: 1,
          })),
      },
      { name: 'broken', read: () => Promise.reject(new Error('meant')) },
    ],
  });
  const place = { site: 'Inm24', phase: 'main' } as const;
  metrics.requestAnswered('Inm24', 'ok', 1);
  metrics.permitGranted('Inm24', 1);
  metrics.pageStored(place, 1);
  for (const step of ['complete', 'retry', 'defer'] as const)
    metrics.attemptEnded(place, { step, verdict: 'blocked', durationMs: 1, rows: 1, rejectedRows: 1 });
  return exportedBy((await metrics.text()).text);
}

const expressions: readonly (readonly [where: string, expression: string])[] = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...dashboard.annotations.list.map(({ expr }) => ['annotation', expr] as const),
  ...dashboard.templating.list.flatMap(({ query }) =>
    typeof query === 'string'
      ? []
      : [['variable', query.query.replace(/^label_values\((\w+), (\w+)\)$/, 'sum by ($2) ($1)')] as const],
  ),
];

test('the reader of expressions sees every metric and label, and no word of PromQL', () => {
  assert.deepEqual(
    askedBy('sum by (le, site) (rate(a_total{x="1",y=~"b|c"}[5m] offset 1d)) / on (z) b > 2 * time()').map(
      ({ metric, labels }) => [metric, labels],
    ),
    [
      ['a_total', ['x', 'y', 'le', 'site', 'z']],
      ['b', ['le', 'site', 'z']],
    ],
  );
});

test('every expression of alerts and dashboard asks for metrics and labels that are exported', async () => {
  const { labels } = await everything();
  assert.ok(expressions.length > 80, `${expressions.length} expressions`);
  const wrong = expressions.flatMap(([where, expression]) => {
    const asked = askedBy(expression);
    if (asked.length === 0) return [`${where}: asks for nothing: ${expression}`];
    return asked.flatMap(({ metric, labels: wanted }) => {
      const known = labels.get(metric);
      if (known === undefined) return [`${where}: ${metric} is not exported`];
      // A grouping names labels of each metric of a sum; `le` belongs to buckets alone.
      return wanted.filter((label) => !known.has(label)).map((label) => `${where}: ${metric} has no label ${label}`);
    });
  });
  assert.deepEqual(wrong, []);
});

test('statuses, verdicts and answers that expressions name are those there are', () => {
  const known: Readonly<Record<string, readonly string[]>> = {
    status: TASK_STATUSES,
    outcome: [...VERDICTS, 'slow_down', 'server_error'],
  };
  for (const [where, expression] of expressions)
    for (const { matchers } of askedBy(expression))
      for (const [label, value] of matchers)
        for (const one of value.split('|'))
          if (known[label] !== undefined) assert.ok(known[label].includes(one), `${where}: ${label}="${one}"`);
});

test('every metric of ours keeps to the conventions: prefix, base units, _total for counters only', async () => {
  const { kinds } = await everything();
  const ours = [...kinds].filter(([name]) => name.startsWith('scraping_'));
  assert.ok(ours.length > 40);
  for (const [name, kind] of ours) {
    assert.equal(name.endsWith('_total'), kind === 'counter', name);
    assert.doesNotMatch(name, /_(ms|milliseconds|minutes|hours|kb|mb|percent)(_|$)/, name);
  }
});

test('every metric of ours is shown on the dashboard or watched by an alert: nothing is exported for nobody', async () => {
  const { kinds } = await everything();
  const used = new Set(
    expressions.flatMap(([, expression]) =>
      askedBy(expression).map(({ metric }) => metric.replace(/_(bucket|sum|count)$/, '')),
    ),
  );
  const unused = [...kinds.keys()].filter((name) => name.startsWith('scraping_') && !used.has(name));
  assert.deepEqual(unused, [
    'scraping_service_started_timestamp_seconds',
    'scraping_upkeep_last_run_timestamp_seconds',
    'scraping_batch_last_finished_timestamp_seconds',
    'scraping_backup_last_timestamp_seconds',
    'scraping_restore_rehearsal_timestamp_seconds',
  ]);
});

test('every alert says what is wrong in both languages, and the command that helps', () => {
  for (const { alert, annotations } of rules) {
    assert.match(annotations.summary, /^.{15,140}\.$/, alert);
    assert.match(annotations.resumen, /^.{15,140}\.$/, alert);
    const [program = '', name = ''] = annotations.command.split(' ');
    const known = { 'scraping-monitor': MONITOR_COMMANDS, 'scraping-orchestrator': ORCHESTRATOR_COMMANDS }[program];
    assert.ok(program === 'systemctl' || (known !== undefined && name in known), `${alert}: ${annotations.command}`);
  }
});

const skip = programMissing('promtool');

test(
  'promtool takes rules and configuration, and each alert fires on its own trouble and on nothing else',
  { skip },
  () => {
    promtool('check', 'config', '--syntax-only', 'prometheus.yml');
    promtool('check', 'rules', 'alerts.yml');
    const tried = readFileSync(`${PROMETHEUS}alerts.test.yml`, 'utf8');
    for (const { alert } of rules) assert.ok(tried.includes(`alertname="${alert}"`), `${alert} is not tried`);
    promtool('test', 'rules', 'alerts.test.yml');
  },
);

function promtool(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: PROMETHEUS, encoding: 'utf8' });
  assert.equal(status, 0, `promtool ${args.join(' ')}: ${stdout}${stderr}`);
}

/** In CI a missing program is a failure; elsewhere it is said aloud. */
function programMissing(program: string): string | false {
  if (spawnSync(program, ['--version']).error === undefined) return false;
  assert.ok(process.env['CI'] !== 'true', `${program} must be there (Debian: prometheus)`);
  return `NOT PROVED HERE: ${program} is not installed (Debian: apt-get install prometheus)`;
}
