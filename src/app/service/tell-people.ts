/** What tells people of the work: the report of each batch, and the messages. */
import { createBatchReports } from '../people/batch-reports.ts';
import { noticeServices } from '../people/notice-services.ts';
import type { NoticeServicesDeps } from '../people/notice-services.ts';
import type { Parts } from '../parts/open-parts.ts';
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
    report: (batch, language) => monitor.in(language).figures.report(batch),
  });
  const { watch, sender } = noticeServices({ ...deps, live, store, report: (batch) => batchReport.page(batch) });
  return { batchReport, notices: watch, noticeSender: sender };
}
