/** The two services of backups: one makes them and removes old ones, the other proves that the newest can be restored. */
import { ERRORS, isFault, messageOf } from '../../core/errors.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service, Summary } from '../service.ts';
import { listBackups } from './backup-folder.ts';
import { ensureKey } from './backup-manifest.ts';
import { makeBackup } from './make-backup.ts';
import type { BackupDeps } from './make-backup.ts';
import { markDamaged, pruneBackups } from './prune-backups.ts';
import { verifyBackup } from './verify-backup.ts';

export interface BackupServiceDeps extends BackupDeps {
  readonly log: Log;
}

/** So many failures one after the other are a matter for a person (F29). */
const MISSES_UNTIL_ALERT = 2;

/** Due daily at 02:00 and at the close of each batch. A failure is logged and thrown; the work of batches goes on. */
export function createBackupService(deps: BackupServiceDeps): Service {
  const { log, folder, clock } = deps;
  let misses = 0;
  return {
    name: 'backup',
    runOnce: async () => {
      try {
        const started = clock.monotonic();
        const { manifest, newFiles, swept } = await makeBackup(deps);
        const pruned = await pruneBackups(folder, await ensureKey(deps.keyFile), deps.retentionDays, clock.now());
        misses = 0;
        const { bytes, content } = manifest.database;
        const summary: Summary = {
          backup: manifest.name,
          bytes,
          batches: content.counts['execution_batches'] ?? 0,
          tasks: content.counts['scraping_tasks'] ?? 0,
          files: manifest.files.count,
          new_files: newFiles,
          swept,
          removed_backups: pruned.removedBackups,
          removed_files: pruned.removedFiles,
          took_ms: Math.round(clock.monotonic() - started),
        };
        log.info('backup_made', summary);
        return summary;
      } catch (error) {
        misses += 1;
        const code = isFault(error) ? error.code : 'E_INTERNAL';
        log.error('backup_failed', {
          code,
          error: messageOf(error),
          advice: ERRORS[code].advice,
          misses,
          alert: misses >= MISSES_UNTIL_ALERT,
        });
        throw error;
      }
    },
  };
}

/** Due daily: restores the newest backup aside and holds it to its manifest; one that fails never counts again. */
export function createRestoreRehearsal(deps: BackupServiceDeps): Service {
  const { log, folder, clock } = deps;
  return {
    name: 'restore-rehearsal',
    runOnce: async () => {
      const key = await ensureKey(deps.keyFile);
      const newest = (await listBackups(folder, key)).find((backup) => backup.state === 'verified');
      if (newest?.state !== 'verified') {
        log.error('restore_rehearsal_failed', { error: `there is no backup in ${folder}`, alert: true });
        return { backup: null, restorable: false };
      }
      const started = clock.monotonic();
      try {
        const { rows, files } = await verifyBackup(deps, newest.manifest);
        const summary: Summary = {
          backup: newest.name,
          restorable: true,
          rows,
          files,
          took_ms: Math.round(clock.monotonic() - started),
        };
        log.info('restore_rehearsed', summary);
        return summary;
      } catch (error) {
        // A disk that is full says nothing about the backup; anything wrong in it does.
        if (!isFault(error) || error.code !== 'E_BACKUP') throw error;
        await markDamaged(folder, newest.name, error);
        log.error('restore_rehearsal_failed', { backup: newest.name, error: error.message, alert: true });
        return { backup: newest.name, restorable: false };
      }
    },
  };
}
