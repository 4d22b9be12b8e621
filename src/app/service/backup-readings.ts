/** What /metrics shows of backups: from their folder, since a backup that is not there does not count. */
import type { Config } from '../../config/contract.ts';
import type { Reading } from '../../telemetry/metrics-contract.ts';
import { listBackups } from '../../upkeep/backup/backup-folder.ts';
import { readKey } from '../../upkeep/backup/backup-manifest.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import { backupKeyFile } from '../parts/open-backups.ts';

const MS = 1000;

export async function backupReadings(config: Config, services: readonly ServiceState[]): Promise<Reading[]> {
  const backups = await listBackups(config.backup.directory, await readKey(backupKeyFile(config)));
  const good = backups.filter((backup) => backup.state === 'verified');
  const [newest] = good;
  return [
    { gauge: 'scraping_backups', labels: { state: 'verified' }, value: good.length },
    { gauge: 'scraping_backups', labels: { state: 'damaged' }, value: backups.length - good.length },
    ...(newest === undefined
      ? []
      : [
          {
            gauge: 'scraping_backup_last_timestamp_seconds' as const,
            value: Date.parse(newest.manifest.createdAt) / MS,
          },
          {
            gauge: 'scraping_backup_verified_timestamp_seconds' as const,
            value: Date.parse(newest.manifest.verifiedAt) / MS,
          },
          { gauge: 'scraping_backup_size_bytes' as const, value: newest.manifest.database.bytes },
        ]),
    ...rehearsalReadings(services.find(({ name }) => name === 'restore-rehearsal')),
  ];
}

function rehearsalReadings(rehearsal: ServiceState | undefined): Reading[] {
  const took = rehearsal?.lastSummary?.['took_ms'];
  const { lastRunAt = null } = rehearsal ?? {};
  if (lastRunAt === null || typeof took !== 'number') return [];
  return [
    { gauge: 'scraping_restore_rehearsal_timestamp_seconds', value: lastRunAt / MS },
    { gauge: 'scraping_restore_rehearsal_duration_seconds', value: took / MS },
  ];
}
