/**
 * The metrics of this process. prom-client is loaded in the background: until it is there, what was fed waits in a
 * short list, so that neither `serve` nor `status` is slower for it.
 */
import { messageOf } from '../core/errors.ts';
import type { Log } from './contract.ts';
import type { Reading, ReadingPart, WorkMetrics } from './metrics-contract.ts';
import type { MetricsRegistry } from './metrics-registry.ts';

export interface Metrics extends WorkMetrics {
  /** Loads prom-client in the background; fed values wait meanwhile. */
  load(): void;
  /** The text of `/metrics`, as Prometheus reads it. Scrapes at the same moment share one look. */
  text(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** What waits for prom-client; it is there within a second. */
const MOST_WAITING = 10_000;

export interface MetricsDeps {
  readonly version: string;
  readonly parts: () => readonly ReadingPart[];
  readonly log: Log;
}

export function createMetrics({ version, parts, log }: MetricsDeps): Metrics {
  let registry: MetricsRegistry | null = null;
  let loading: Promise<MetricsRegistry> | null = null;
  let looking: Promise<{ readonly contentType: string; readonly text: string }> | null = null;
  let waiting: ((to: WorkMetrics) => void)[] = [];

  const load = async (): Promise<MetricsRegistry> => {
    const { createMetricsRegistry } = await import('./metrics-registry.ts');
    const made = createMetricsRegistry(version);
    for (const tell of waiting) tell(made.work);
    waiting = [];
    registry = made;
    return made;
  };
  const loaded = (): Promise<MetricsRegistry> => (loading ??= load());
  const feed = (tell: (to: WorkMetrics) => void): void => {
    if (registry !== null) tell(registry.work);
    else if (waiting.length < MOST_WAITING) waiting.push(tell);
  };
  const look = async (): Promise<{ contentType: string; text: string }> => {
    const into = await loaded();
    const looks = await Promise.all(parts().map((part) => readPart(part, log)));
    into.clearReadings();
    for (const [part, readings] of looks) {
      if (readings === null) into.readingFailed(part);
      else for (const reading of readings) into.show(reading);
    }
    return { contentType: into.contentType, text: await into.text() };
  };

  return {
    requestAnswered: (...told) => feed((to) => to.requestAnswered(...told)),
    permitGranted: (...told) => feed((to) => to.permitGranted(...told)),
    pageStored: (...told) => feed((to) => to.pageStored(...told)),
    attemptEnded: (...told) => feed((to) => to.attemptEnded(...told)),
    load: () => {
      loaded().catch((error: unknown) => log.error('metrics_not_loaded', { error: messageOf(error) }));
    },
    text: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}

async function readPart(part: ReadingPart, log: Log): Promise<readonly [string, readonly Reading[] | null]> {
  try {
    return [part.name, await part.read()];
  } catch (error) {
    log.warn('metrics_part_failed', { part: part.name, error: messageOf(error) });
    return [part.name, null];
  }
}
