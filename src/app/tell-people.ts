/** What tells people of the work: the report of each batch, and the messages. */
import type { WorkMetrics } from '../telemetry/metrics-contract.ts';
import type { AnswerWatch } from '../upkeep/notices/answer-watch.ts';
import { createBatchReports } from './batch-reports.ts';
import { noticeServices } from './notice-services.ts';
import type { NoticeServicesDeps } from './notice-services.ts';
import type { Parts } from './open-parts.ts';
import type { ServiceMonitor } from './open-service-monitor.ts';
import type { House } from './services.ts';

export type PeopleServices = Pick<House, 'notices' | 'noticeSender' | 'batchReport'>;

export interface PeopleDeps extends Omit<NoticeServicesDeps, 'store' | 'report'> {
  readonly parts: Parts;
  readonly monitor: ServiceMonitor;
}

export function tellPeople({ live, parts, monitor, ...deps }: PeopleDeps): PeopleServices {
  const { store, outputs } = parts;
  const batchReport = createBatchReports({
    store,
    outputs,
    language: () => live.config.notifications.language,
    monitor: (language) => monitor.in(language),
  });
  const { watch, sender } = noticeServices({ ...deps, live, store, report: (batch) => batchReport.page(batch) });
  return { batchReport, notices: watch, noticeSender: sender };
}

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
