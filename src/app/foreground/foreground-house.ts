/** What goes on beside a batch in the foreground: people pause, retry and cancel (D29) and are told, and a log of days is rotated. */
import type { Config } from '../../config/contract.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { DESK_EVERY_MS } from '../../upkeep/schedule/command-desk.ts';
import type { LiveService } from '../../upkeep/schedule/operator-handlers.ts';
import { startServiceLoop } from '../../upkeep/service-loop.ts';
import type { DueService, ServiceState } from '../../upkeep/service-loop.ts';
import type { Service, Summary } from '../../upkeep/service.ts';
import type { AnswerWatch } from '../../upkeep/notices/answer-watch.ts';
import { channelNames } from '../people/channel-names.ts';
import { reportPath } from '../people/batch-reports.ts';
import type { ForegroundPeople } from './foreground-people.ts';
import { openDesk } from '../run/open-desk.ts';
import type { Parts } from '../parts/open-parts.ts';
import { ROTATION_LOOK, rotationOf } from '../house/rotate-logs.ts';
import type { Engine } from '../run/start-engine.ts';

export interface ForegroundHouseOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** null = the log is not ours to rotate. */
  readonly logs: OpenLogs | null;
  readonly siteCodes: readonly string[];
  readonly engine: Engine;
  readonly answers: AnswerWatch;
}

export interface ForegroundHouse {
  /** The report of a batch that was closed; false = it could not be made. What fails here is logged, and ends nothing. */
  makeReport(batch: string): Promise<boolean>;
  /** The messages of a batch whose report was made. */
  tellPeople(): Promise<void>;
  stop(): Promise<void>;
}

/** As in the service. */
const NOTICE_MS = 15_000;
/** A channel that does not answer is not waited for longer: the message stays in the outbox, for the next start. */
const LONGEST_SENDING_MS = 20_000;

export async function startForegroundHouse(parts: Parts, options: ForegroundHouseOptions): Promise<ForegroundHouse> {
  const { config, clock, log, logs, siteCodes } = options;
  const { desk } = openDesk(parts, clock, { config, siteCodes }, log, FOREGROUND, () => false);
  const services: DueService[] = [{ service: desk, when: { kind: 'every', ms: DESK_EVERY_MS, first: 'at_once' } }];
  if (logs !== null) services.push({ service: rotationOf(config, clock, log, logs), when: ROTATION_LOOK });
  const people = peopleLater(parts, options, () => loop.states);
  services.push({ service: people.batchReport, when: { kind: 'asked' } });
  const tells = channelNames(config).length > 0;
  if (tells)
    services.push(
      { service: people.watch, when: { kind: 'every', ms: NOTICE_MS, first: 'later' } },
      { service: people.sender, when: { kind: 'every', ms: NOTICE_MS, first: 'later' } },
    );
  const loop = startServiceLoop(services, { clock, log });
  const runQuietly = (name: string): Promise<boolean> =>
    loop.run(name).then(
      () => true,
      () => false,
    );
  // What is before the first look is history, of which nobody is told: this batch must not be.
  if (tells) await runQuietly('notices');
  return {
    makeReport: async (batch) => {
      // A page of an earlier end of the batch is not its report.
      return (await runQuietly('batch-report')) && (await parts.outputs.exists(reportPath(batch)));
    },
    tellPeople: async () => {
      if (!tells) return;
      await runQuietly('notices');
      await atMost(clock, LONGEST_SENDING_MS, runQuietly('notice-sender'));
    },
    stop: () => atMost(clock, LONGEST_SENDING_MS, loop.stop()),
  };
}

async function atMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const inTime = new AbortController();
  await Promise.race([work, clock.sleep(ms, inTime.signal)]);
  inTime.abort();
}

/** What tells people is loaded when somebody is to be told: the first request does not wait for it. */
function peopleLater(
  parts: Parts,
  options: ForegroundHouseOptions,
  services: () => readonly ServiceState[],
): { readonly batchReport: Service; readonly watch: Service; readonly sender: Service } {
  let made: Promise<ForegroundPeople> | null = null;
  const people = (): Promise<ForegroundPeople> =>
    (made ??= import('./foreground-people.ts').then(({ foregroundPeople }) =>
      foregroundPeople({ ...options, parts, services }),
    ));
  const messages = async (which: 'watch' | 'sender'): Promise<Summary> =>
    (await people()).messages?.[which].runOnce() ?? {};
  return {
    batchReport: { name: 'batch-report', runOnce: async () => (await people()).batchReport.runOnce() },
    watch: { name: 'notices', runOnce: () => messages('watch') },
    sender: { name: 'notice-sender', runOnce: () => messages('sender') },
  };
}

const FOREGROUND: LiveService = {
  runNow: () =>
    Promise.reject(
      new Fault('E_BATCH_OPEN', 'a batch runs in the foreground (`scraping-orchestrator run`)', {
        cure: 'Wait for its end, or cancel it first.',
      }),
    ),
  // The batch that runs looks at its lanes again by itself; a closed one is not opened while it is open.
  takeUp: () => Promise.resolve(),
  reload: () =>
    Promise.reject(
      new Fault('E_NO_SERVICE', '`scraping-orchestrator run` reads its configuration when it starts', {
        cure: 'Stop it with Ctrl-C and start it again: it goes on where it was.',
      }),
    ),
};
