/**
 * Every background service of `serve`, with its times: the one list that the shared loop runs. A new service is a line
 * here; what it needs comes in `House`. What the schedule starts is `asked`, and `JOBS` says which services a job has.
 */
import type { LoadedConfig } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { OpenLogs } from '../../telemetry/open-logs.ts';
import { createBackupService, createRestoreRehearsal } from '../../upkeep/backup/backup-service.ts';
import { DESK_EVERY_MS } from '../../upkeep/schedule/command-desk.ts';
import type { JobName } from '../../upkeep/schedule/settings.ts';
import type { Service } from '../../upkeep/service.ts';
import type { DueService, ServiceLoop } from '../../upkeep/service-loop.ts';
import { STALL_LOOK_MS } from '../../upkeep/stall-watch.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { maintenanceService, NIGHTLY_MAINTENANCE, WEEKLY_MAINTENANCE } from '../house/maintenance-services.ts';
import type { MaintenanceName } from '../house/maintenance-services.ts';
import { backupDeps } from '../parts/open-backups.ts';
import { ROTATION_LOOK, rotationOf } from '../house/rotate-logs.ts';

/** What services are made of. */
export interface House {
  /** The configuration of now: a reload replaces it. */
  readonly loaded: () => LoadedConfig;
  readonly store: Store;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly log: Log;
  readonly logs: OpenLogs;
  readonly scheduler: Service;
  readonly desk: Service;
  readonly status: Service;
  readonly liveStatus: Service;
  readonly health: Service;
  readonly stallWatch: Service;
  /** Goes on with an open batch that does not run: after a start, and after whatever broke it. */
  readonly takeUp: Service;
  /** Tells systemd, or whoever watches, that loop and store answer. */
  readonly pulse: Service;
  readonly pulseMs: number;
  /** Writes down what people are to be told. */
  readonly notices: Service;
  /** Takes it to them. */
  readonly noticeSender: Service;
  readonly batchReport: Service;
}

/** The services of each job of the schedule, in their order. */
export const JOBS: Readonly<Record<JobName, readonly string[]>> = {
  backup: ['backup', 'restore-rehearsal'],
  clean_up: WEEKLY_MAINTENANCE,
  log_rotation: ['log-rotation', ...NIGHTLY_MAINTENANCE],
  health: ['health'],
  status: ['status'],
};

/** What is due is noticed within so long. */
const SCHEDULE_MS = 20_000;
/** Whoever looks from outside sees the pace of so long ago at most. */
const LIVE_STATUS_MS = 15_000;
const TAKE_UP_MS = 30_000;
/** A person cannot act sooner. */
const NOTICE_MS = 15_000;
const REPORT_MS = 60_000;

export function servicesOf(house: House): readonly DueService[] {
  const { scheduler, desk, status, health, stallWatch, takeUp, pulse, pulseMs } = house;
  return [
    { service: takeUp, when: { kind: 'every', ms: TAKE_UP_MS, first: 'at_once' } },
    { service: scheduler, when: { kind: 'every', ms: SCHEDULE_MS, first: 'at_once' } },
    { service: desk, when: { kind: 'every', ms: DESK_EVERY_MS, first: 'at_once' } },
    { service: stallWatch, when: { kind: 'every', ms: STALL_LOOK_MS, first: 'at_once' } },
    { service: pulse, when: { kind: 'every', ms: pulseMs, first: 'at_once' } },
    { service: house.notices, when: { kind: 'every', ms: NOTICE_MS, first: 'at_once' } },
    { service: house.noticeSender, when: { kind: 'every', ms: NOTICE_MS, first: 'later' } },
    { service: house.batchReport, when: { kind: 'every', ms: REPORT_MS, first: 'later' } },
    { service: status, when: { kind: 'asked' } },
    { service: house.liveStatus, when: { kind: 'every', ms: LIVE_STATUS_MS, first: 'later' } },
    { service: health, when: { kind: 'asked' } },
    { service: backupService(house), when: { kind: 'asked' } },
    { service: rehearsalService(house), when: { kind: 'asked' } },
    ...[...NIGHTLY_MAINTENANCE, ...WEEKLY_MAINTENANCE].map((name): DueService => ({
      service: houseKeeping(name, house),
      when: { kind: 'asked' },
    })),
    // Daily by the schedule; hourly it only looks for files that grew too large.
    { service: rotationService(house), when: ROTATION_LOOK },
  ];
}

/** An open batch goes on first: loading the API would keep it from that for half a second. */
export async function wakeBehindWork(loop: ServiceLoop, names: readonly string[]): Promise<void> {
  // A failure is logged, and tried again at its time.
  await loop.run('take-up').catch(() => undefined);
  for (const name of names) loop.wake(name);
}

function backupService({ loaded, clock, logs }: House): Service {
  return rebuilt('backup', loaded, ({ config, file }) =>
    createBackupService(backupDeps(config, file, clock, logs.backup)),
  );
}

function rehearsalService({ loaded, clock, logs }: House): Service {
  return rebuilt('restore-rehearsal', loaded, ({ config, file }) =>
    createRestoreRehearsal(backupDeps(config, file, clock, logs.backup)),
  );
}

function rotationService({ loaded, clock, log, logs }: House): Service {
  return rebuilt('log-rotation', loaded, ({ config }) => rotationOf(config, clock, log, logs));
}

function houseKeeping(name: MaintenanceName, { loaded, store, outputs, clock, logs }: House): Service {
  return rebuilt(name, loaded, ({ config }) =>
    maintenanceService(name, { config, store, outputs, clock, log: logs.cleanup }),
  );
}

/** A service made from the configuration: made anew when that was reloaded. */
function rebuilt(name: string, loaded: () => LoadedConfig, build: (loaded: LoadedConfig) => Service): Service {
  let built: { readonly from: LoadedConfig; readonly service: Service } | null = null;
  return {
    name,
    runOnce: () => {
      const from = loaded();
      if (built?.from !== from) built = { from, service: build(from) };
      return built.service.runOnce();
    },
  };
}
