/** How fast each site answers in the running batch: told with each answer, asked by the rules. */
import type { WorkMetrics } from '../../telemetry/metrics-contract.ts';
import type { AnswerTimes } from './pace-rules.ts';

/** The newest answers count: a site that has become slow is not hidden behind its fast morning. */
const NEWEST = 100;

export interface AnswerWatch extends Pick<WorkMetrics, 'requestAnswered'> {
  /** Of the newest answers. */
  newest(): readonly AnswerTimes[];
  /** Of the whole batch so far; begins anew afterwards. */
  endBatch(): readonly AnswerTimes[];
}

interface Kept {
  answers: number;
  totalMs: number;
  readonly newest: number[];
}

export function createAnswerWatch(): AnswerWatch {
  const bySite = new Map<string, Kept>();
  return {
    requestAnswered: (site, outcome, latencyMs) => {
      if (outcome !== 'ok') return;
      const kept = bySite.get(site) ?? { answers: 0, totalMs: 0, newest: [] };
      bySite.set(site, kept);
      kept.answers += 1;
      kept.totalMs += latencyMs;
      kept.newest.push(latencyMs);
      if (kept.newest.length > NEWEST) kept.newest.shift();
    },
    newest: () =>
      [...bySite].map(([site, { newest }]) => ({
        site,
        answers: newest.length,
        meanMs: newest.reduce((sum, ms) => sum + ms, 0) / Math.max(1, newest.length),
      })),
    endBatch: () => {
      const ended = [...bySite].map(([site, { answers, totalMs }]) => ({
        site,
        answers,
        meanMs: totalMs / Math.max(1, answers),
      }));
      bySite.clear();
      return ended;
    },
  };
}
