import type { WorkMetrics } from '../../telemetry/metrics-contract.ts';
import type { AnswerWatch } from '../../upkeep/notices/answer-watch.ts';

/** The same, told to the answer watch too. */
export function alsoTold(metrics: WorkMetrics, answers: AnswerWatch): WorkMetrics {
  return {
    requestAnswered: (...told) => {
      metrics.requestAnswered(...told);
      answers.requestAnswered(...told);
    },
    permitGranted: (...told) => metrics.permitGranted(...told),
    pageStored: (...told) => metrics.pageStored(...told),
    attemptEnded: (...told) => metrics.attemptEnded(...told),
  };
}
