/**
 * The write-ahead log must not grow without end (F23): a reader that holds its transaction open keeps every checkpoint
 * from emptying it. Above 64 MB it is emptied between two groups of the store; above 512 MB no new task is started until
 * it has shrunk.
 */
import type { StoreChores } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service, Summary } from '../service.ts';

export interface WalWatchDeps {
  /** Size of `orchestrator.db-wal`; 0 when there is none. */
  readonly walBytes: () => Promise<number>;
  readonly chores: Pick<StoreChores, 'checkpoint'>;
  readonly log: Log;
}

export interface WalWatch extends Service {
  /** Why no task may be started now; null = they may. */
  readonly stopReason: string | null;
}

const MIB = 1024 * 1024;
const EMPTIED_ABOVE = 64 * MIB;
const STOPPED_ABOVE = 512 * MIB;

export function createWalWatch(deps: WalWatchDeps): WalWatch {
  let stopReason: string | null = null;
  return {
    name: 'wal-watch',
    get stopReason() {
      return stopReason;
    },
    runOnce: async () => {
      const { summary, after } = await emptyIfLarge(deps);
      const before = stopReason;
      stopReason = after > STOPPED_ABOVE ? tooLarge(after) : null;
      if (before === null && stopReason !== null) deps.log.error('claiming_stopped', { why: stopReason });
      if (before !== null && stopReason === null)
        deps.log.warn('claiming_resumed', { wal_mb: Math.round(after / MIB) });
      return { ...summary, claiming: stopReason === null };
    },
  };
}

async function emptyIfLarge({
  walBytes,
  chores,
  log,
}: WalWatchDeps): Promise<{ readonly summary: Summary; readonly after: number }> {
  const before = await walBytes();
  if (before <= EMPTIED_ABOVE) return { summary: { wal_mb: Math.round(before / MIB), emptied: false }, after: before };
  const { complete } = await chores.checkpoint();
  const after = await walBytes();
  if (!complete)
    log.warn('wal_held_by_reader', {
      wal_mb: Math.round(after / MIB),
      cure: 'A program reads the database for long: close it (a database browser, a copy job).',
    });
  return { summary: { wal_mb: Math.round(after / MIB), emptied: complete }, after };
}

function tooLarge(bytes: number): string {
  return `the write-ahead log of the database has ${Math.round(bytes / MIB)} MB: some program reads it without an end`;
}
