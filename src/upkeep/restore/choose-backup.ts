/** Which backup a person means. */
import { Fault } from '../../core/errors.ts';
import type { ListedBackup } from '../backup/backup-folder.ts';

const STAMP_DIGITS = 14;
const DAMAGED_SHOWN = 3;

/**
 * @param at a backup's name, or a moment in the zone of the names (`2026-11-22`, `2026-11-22 02:00`): the newest backup
 * not after it; null = the newest.
 * @throws {Fault} E_BACKUP when there is none, or the one named is damaged; E_USAGE when `at` is no moment.
 */
export function chooseBackup(
  backups: readonly ListedBackup[],
  at: string | null,
): Extract<ListedBackup, { state: 'verified' }> {
  const named = backups.find((backup) => backup.name === at);
  if (named?.state === 'damaged') throw new Fault('E_BACKUP', `backup ${named.name} cannot be used: ${named.reason}`);
  if (named !== undefined) return named;
  const limit = at === null ? '9' : limitOf(at);
  for (const backup of backups) if (backup.state === 'verified' && digitsOf(backup.name) <= limit) return backup;
  const damaged = backups.filter((backup) => backup.state === 'damaged').slice(0, DAMAGED_SHOWN);
  const reasons = damaged.map((backup) => `; ${backup.name}: ${backup.reason}`).join('');
  throw new Fault('E_BACKUP', `there is no good backup${at === null ? '' : ` of ${at} or before`}${reasons}`);
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

/** `2026-11-22` means the whole of that day. */
function limitOf(at: string): string {
  const isMoment = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(at);
  if (isMoment || /^orchestrator_backup_\d{8}_\d{6}$/.test(at)) return digitsOf(at).padEnd(STAMP_DIGITS, '9');
  throw new Fault(
    'E_USAGE',
    `--at ${JSON.stringify(at)} is neither a backup's name nor a moment such as 2026-11-22 or "2026-11-22 02:00"`,
  );
}
