/** Recovery of the database at start, out of the configuration: its two halves, and the report on them. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Store } from '../../store/contract.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import type { Log } from '../../telemetry/contract.ts';
import { replayTree } from '../../upkeep/rebuild/replay-tree.ts';
import type { ReplayReport } from '../../upkeep/rebuild/replay-tree.ts';
import { recoverDatabase } from '../../upkeep/restore/recover-database.ts';
import type { Recovery } from '../../upkeep/restore/recover-database.ts';
import { recoveryLines, writeRecoveryReport } from '../../upkeep/restore/recovery-report.ts';
import { backupKeyFile } from './open-backups.ts';
import { languageOf } from '../../wording/language.ts';
import { showInstant } from '../../wording/show-time.ts';
import { sentencesIn } from '../../wording/sentences.ts';

export interface RecoveryOptions {
  /** `--accept-empty`: begin anew when a broken database has neither a backup nor a tree to come back from. */
  readonly acceptEmpty?: boolean | undefined;
  /** Who looks on is told; standard error by default. */
  readonly announce?: ((line: string) => void) | undefined;
}

export interface RecoveryDeps extends RecoveryOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly outputs: Outputs;
}

/** Before the store is opened; nobody has the database open, and the instance's lock is held. */
export function recoverBeforeOpening({
  config,
  clock,
  log,
  outputs,
  acceptEmpty = false,
}: RecoveryDeps): Promise<Recovery | null> {
  return recoverDatabase({
    upkeep: sqliteUpkeep(config.database.path),
    outputs,
    database: config.database.path,
    backups: config.backup.directory,
    keyFile: backupKeyFile(config),
    clock,
    log,
    acceptEmpty,
  });
}

/** On the open store: what the output tree knows is added, and the report goes to the log, a file and the terminal. */
export async function recoverAfterOpening(deps: RecoveryDeps, store: Store, recovery: Recovery): Promise<ReplayReport> {
  const { config, clock, log, outputs, announce = toStandardError } = deps;
  const replay = await replayTree({
    outputs,
    store,
    clock,
    timeZone: config.data.time_zone,
    rehearsal: config.security.rehearsal.portals !== null,
    actor: 'recovery',
  });
  const added = replay.batchesAdded + replay.tasksAdded + replay.tasksEnded;
  if (recovery.problem === null && added === 0) return replay;
  const report = await writeRecoveryReport(config.database.path, recovery, replay, clock.now());
  const { problem, keptIn, backup, refused } = recovery;
  log.error('database_recovered', {
    problem,
    kept_in: keptIn,
    backup: backup?.name ?? null,
    refused,
    ...replay,
    report,
  });
  const tell = await sentencesIn(languageOf(process.env));
  const shown = (instant: string): string => showInstant(Date.parse(instant), config.data.time_zone);
  for (const line of recoveryLines(config.database.path, recovery, replay, shown)) announce(tell(line));
  announce(tell(`This report: ${report}`));
  return replay;
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
