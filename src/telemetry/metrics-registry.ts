/** The counters, histograms and gauges themselves (prom-client). Names follow Prometheus' conventions: base units, `_total`. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { GAUGES } from './gauges.ts';
import type { Reading, WorkMetrics } from './metrics-contract.ts';

export interface MetricsRegistry {
  readonly work: WorkMetrics;
  readonly contentType: string;
  /** Readings of the scrape before are forgotten: what is no longer there is no longer told. */
  clearReadings(): void;
  show(reading: Reading): void;
  readingFailed(part: string): void;
  text(): Promise<string>;
}

/** Portals answer within a second; a body may take the whole of `execution.request_timeout`. */
const REQUEST_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
/** From a delay of a second to a host that rests for minutes. */
const WAIT_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60];
/** A search has one page or hundreds. */
const TASK_BUCKETS = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200];
const MS = 1000;

export function createMetricsRegistry(version: string): MetricsRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'scraping_build_info',
    help: 'Version of this product',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
  const failures = new Counter({
    name: 'scraping_metrics_failures_total',
    help: 'Readings that failed while /metrics was asked for',
    labelNames: ['part'],
    registers: [registry],
  });
  const gauges = new Map(
    Object.entries(GAUGES).map(([name, [help, labels]]) => [
      name,
      new Gauge({ name, help, labelNames: [...labels] as string[], registers: [registry] }),
    ]),
  );
  return {
    work: workMetrics(registry),
    contentType: registry.contentType,
    clearReadings: () => {
      for (const gauge of gauges.values()) {
        gauge.reset();
        // A gauge without labels begins again as 0, which would be a lie: unknown is not nought.
        gauge.remove({});
      }
    },
    show: ({ gauge, labels, value }) => gauges.get(gauge)?.set(labels ?? {}, value),
    readingFailed: (part) => failures.inc({ part }),
    text: () => registry.metrics(),
  };
}

function workMetrics(registry: Registry): WorkMetrics {
  const { requests, latency, waits, pages, bytes, rows, rejected, tasks, retries, deferrals, blocks, durations } =
    workInstruments(registry);
  return {
    requestAnswered: (site, outcome, latencyMs) => {
      requests.inc({ site, outcome });
      latency.observe({ site }, latencyMs / MS);
    },
    permitGranted: (site, waitedMs) => waits.observe({ site }, waitedMs / MS),
    pageStored: ({ site, phase }, wireBytes) => {
      pages.inc({ site, phase });
      bytes.inc({ site, phase }, wireBytes);
    },
    attemptEnded: ({ site, phase }, end) => {
      const outcome = end.verdict ?? 'none';
      if (end.verdict === 'blocked') blocks.inc({ site, phase });
      if (end.step === 'retry') retries.inc({ site, phase, outcome });
      if (end.step === 'defer') deferrals.inc({ site, phase });
      if (end.step !== 'complete' && end.step !== 'fail' && end.step !== 'exhaust') return;
      tasks.inc({ site, phase, outcome });
      durations.observe({ site, phase }, end.durationMs / MS);
      rows.inc({ site, phase }, end.rows);
      rejected.inc({ site, phase }, end.rejectedRows);
    },
  };
}

function workInstruments(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ): Histogram<Label> => new Histogram({ name, help, labelNames, buckets, registers });

  const requests = counter('scraping_requests_total', 'Requests to portals that were answered, or not', [
    'site',
    'outcome',
  ]);
  const latency = histogram(
    'scraping_request_duration_seconds',
    'From the start of a request to the end of its answer',
    ['site'],
    REQUEST_BUCKETS,
  );
  const waits = histogram(
    'scraping_permit_wait_seconds',
    'Time a request waited for its turn at the host',
    ['site'],
    WAIT_BUCKETS,
  );
  const pages = counter('scraping_pages_total', 'Pages whose rows were stored', ['site', 'phase']);
  const bytes = counter('scraping_received_bytes_total', 'Bytes of stored pages as they came over the wire', [
    'site',
    'phase',
  ]);
  const rows = counter('scraping_rows_total', 'Rows published', ['site', 'phase']);
  const rejected = counter('scraping_rejected_rows_total', 'Rows left out as not valid', ['site', 'phase']);
  const tasks = counter('scraping_tasks_total', 'Tasks that ended for good, by verdict', ['site', 'phase', 'outcome']);
  const retries = counter('scraping_task_retries_total', 'Attempts that failed and are tried again, by verdict', [
    'site',
    'phase',
    'outcome',
  ]);
  const deferrals = counter('scraping_task_deferrals_total', 'Attempts put off free of charge', ['site', 'phase']);
  const blocks = counter('scraping_blocks_total', 'Attempts that ended because the portal refused us', [
    'site',
    'phase',
  ]);
  const durations = histogram(
    'scraping_task_duration_seconds',
    'Duration of the attempt that ended a task for good',
    ['site', 'phase'],
    TASK_BUCKETS,
  );
  return { requests, latency, waits, pages, bytes, rows, rejected, tasks, retries, deferrals, blocks, durations };
}
