/**
 * What Prometheus is told, in plain words. The work feeds counters as it goes (`WorkMetrics`); how things stand is asked
 * for at each scrape (`ReadingPart`), from the store where it must outlive a restart.
 */
import type { Phase } from '../core/codes.ts';
import type { PermitReport } from '../core/politeness.ts';
import type { TaskStep } from '../core/task.ts';
import type { Verdict } from '../core/verdict.ts';
import type { GaugeName } from './gauges.ts';

/** Where something happened; few values, so that the series stay few. */
export interface WorkPlace {
  readonly site: string;
  readonly phase: Phase;
}

/** How an attempt at a task ended. */
export interface AttemptEnd {
  readonly step: TaskStep;
  readonly verdict: Verdict | null;
  readonly durationMs: number;
  /** Published; 0 when nothing was. */
  readonly rows: number;
  readonly rejectedRows: number;
}

export type RequestOutcome = Exclude<PermitReport['result'], 'unused'>;

/** What the work tells of itself, as it goes. None of these throws or waits. */
export interface WorkMetrics {
  requestAnswered(site: string, outcome: RequestOutcome, latencyMs: number): void;
  /** So long a request waited for its turn. */
  permitGranted(site: string, waitedMs: number): void;
  pageStored(place: WorkPlace, wireBytes: number): void;
  attemptEnded(place: WorkPlace, end: AttemptEnd): void;
}

/** One value at the moment of a scrape. */
export interface Reading {
  readonly gauge: GaugeName;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Readings from one source: when it fails, the others are told all the same. */
export interface ReadingPart {
  readonly name: string;
  read(): Promise<readonly Reading[]>;
}

/** For who runs one batch in the foreground: nobody scrapes it. */
export const NO_METRICS: WorkMetrics = {
  requestAnswered: () => undefined,
  permitGranted: () => undefined,
  pageStored: () => undefined,
  attemptEnded: () => undefined,
};
