/** The two services of messages: one writes what people are to be told into the outbox, the other takes it to them. */
import { statfs } from 'node:fs/promises';
import type { Clock, Random } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { HealthFacts, NoticeContent } from '../../notifying/contract.ts';
import type { Cause } from '../../notifying/contract.ts';
import { severityOf } from '../../notifying/severity.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { AnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import { createNoticeSender } from '../../upkeep/notices/notice-sender.ts';
import { createNoticeWatch } from '../../upkeep/notices/notice-watch.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import type { Service } from '../../upkeep/service.ts';
import { channelNames } from './channel-names.ts';
import { nextBatchAt } from '../view/describe-status.ts';
import type { LiveEngine } from '../run/live-engine.ts';
import { houseConditions, lookForBackup } from './notice-conditions.ts';

export interface NoticeServicesDeps {
  /** Configuration and engine of now. */
  readonly live: Pick<LiveEngine, 'config' | 'engine'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly answers: AnswerWatch;
  readonly startedAt: number;
  readonly services: () => readonly ServiceState[];
  /** The report of a batch as a page; made when there is none yet. */
  readonly report: (batch: string) => Promise<Uint8Array>;
}

export function noticeServices(deps: NoticeServicesDeps): { readonly watch: Service; readonly sender: Service } {
  const { live, store, clock, random, log, answers, startedAt, services } = deps;
  const next = (): Promise<number | null> => nextBatchAt(store, scheduleSettings(live.config));
  const watch = createNoticeWatch({
    store,
    clock,
    answers,
    conditions: houseConditions({
      store,
      clock,
      startedAt,
      config: () => live.config,
      condition: () => live.engine.condition(),
      services,
      nextBatchAt: next,
    }),
    health: () => healthFacts(deps, next),
    settings: () => {
      const { notifications, data } = live.config;
      const { repeat_after: repeatMs, health_report: healthReport } = notifications;
      return { channels: channelNames(live.config), repeatMs, healthReport, timeZone: data.time_zone };
    },
    severityOf,
  });
  const sender = createNoticeSender({
    store,
    clock,
    random,
    log,
    // Loaded with the first message: most nights have none.
    channels: async () => (await import('./open-channels.ts')).openChannels(live.config, clock, process.env),
    compose: async (id, content) =>
      (await import('./open-channels.ts')).composeFor(live.config, id, content, await attachmentsOf(content, deps)),
  });
  return { watch, sender };
}

/** A report that cannot be made keeps nobody from being told that the batch has ended. */
async function attachmentsOf(content: NoticeContent, { report, log }: NoticeServicesDeps) {
  if (content.kind !== 'batch') return [];
  const { id } = content.batch;
  try {
    return [{ name: `${id}.html`, type: 'text/html; charset=utf-8', content: await report(id) }];
  } catch (error) {
    log.error('report_not_attached', { batch: id, error: messageOf(error) });
    return [];
  }
}

async function healthFacts(
  { live, store, clock, startedAt }: NoticeServicesDeps,
  next: () => Promise<number | null>,
): Promise<HealthFacts> {
  const { directory } = live.config.data;
  const [open, [last], disk, counts] = await Promise.all([
    store.notices.troubles(),
    store.reports.listBatches(1),
    statfs(directory),
    store.notices.countNotices(),
  ]);
  return {
    at: clock.now(),
    startedAt,
    lastBatch: last === undefined ? null : `${last.id} (${last.completedTasks}/${last.totalTasks})`,
    nextBatchAt: await next(),
    openTroubles: open.map(({ site, cause, openedAt }) => ({
      cause: cause as Cause,
      site: site === '' ? null : site,
      since: openedAt,
    })),
    backupAt: (await lookForBackup(live.config)).newest,
    diskFreeBytes: disk.bavail * disk.bsize,
    diskBytes: disk.blocks * disk.bsize,
    undelivered: counts.waiting + counts.dead,
  };
}
