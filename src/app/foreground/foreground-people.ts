/** What tells people of a batch in the foreground, as `serve` does: its report, and messages when they have somewhere to go. */
import type { Config } from '../../config/contract.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { readReport } from '../../monitoring/figures-reader.ts';
import { monitorStoreOver } from '../../store/monitor-store-over.ts';
import { MonitorSession } from '../../store/sqlite/monitor-session.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { AnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import type { Service } from '../../upkeep/service.ts';
import { createBatchReports } from '../people/batch-reports.ts';
import type { BatchReports } from '../people/batch-reports.ts';
import { channelNames } from '../people/channel-names.ts';
import { workFiles } from '../view/house-files.ts';
import { noticeServices } from '../people/notice-services.ts';
import type { Parts } from '../parts/open-parts.ts';
import type { Engine } from '../run/start-engine.ts';

export interface ForegroundPeopleDeps {
  readonly config: Config;
  readonly parts: Parts;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly answers: AnswerWatch;
  readonly services: () => readonly ServiceState[];
}

export interface ForegroundPeople {
  readonly batchReport: Service;
  /** null = no channel is configured: nobody is to be told. */
  readonly messages: { readonly watch: Service; readonly sender: Service } | null;
}

export function foregroundPeople(deps: ForegroundPeopleDeps): ForegroundPeople {
  const { config, parts, engine, clock } = deps;
  const batchReport = reportsOf(deps);
  if (channelNames(config).length === 0) return { batchReport, messages: null };
  const messages = noticeServices({
    ...deps,
    live: { config, engine },
    store: parts.store,
    startedAt: clock.now(),
    report: (batch) => batchReport.page(batch),
  });
  return { batchReport, messages };
}

function reportsOf({ config, parts, clock }: ForegroundPeopleDeps): BatchReports {
  const files = workFiles(() => ({ config }));
  return createBatchReports({
    store: parts.store,
    outputs: parts.outputs,
    language: () => config.notifications.language,
    report: async (batch, language) => {
      // The batch is over: nothing waits while this thread reads, and a thread of its own would be started for one look.
      const session = new MonitorSession(config.database.path);
      try {
        const store = monitorStoreOver(async (name, ...args) => session.run(name, args) as never);
        const timeZone = (): string => scheduleSettings(config).timeZone;
        return await readReport({ language, clock, store, files, timeZone }, batch);
      } finally {
        session.close();
      }
    },
  });
}
