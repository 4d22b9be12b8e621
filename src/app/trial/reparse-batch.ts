/** `reparse` with its parts opened: reading only beside whatever runs, or alone in the data directory. */
import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { openLocalOutputs } from '../../outputs/local-files.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { loadSites } from '../parts/load-sites.ts';
import { openVault } from '../parts/open-page-vault.ts';
import { openStore } from '../parts/open-parts.ts';
import { openReports } from '../parts/open-reports.ts';
import { reparse } from './reparse.ts';
import type { ReparseReport } from './reparse.ts';
import { findSite } from './test-site.ts';

export interface ReparseRequest {
  readonly site: string;
  readonly batch: string;
  /** Only show what would change. */
  readonly dryRun: boolean;
}

/** @throws {Fault} E_NO_DEFINITION, E_NO_BATCH, E_NOTHING_TO_DO; E_INSTANCE_HELD unless it is a dry run */
export async function reparseBatch(config: Config, request: ReparseRequest, clock: Clock): Promise<ReparseReport> {
  const known = findSite(await loadSites(config), request.site);
  const vault = openVault(config);
  const outputs = await openLocalOutputs(config.data.directory);
  if (request.dryRun) {
    const reports = await openReports(config);
    try {
      return await reparse(
        { config, clock, outputs, vault, store: { reports: reports.reports } },
        known,
        request.batch,
      );
    } finally {
      await reports.close();
    }
  }
  const lock = holdInstanceLock(dirname(config.database.path), clock.now());
  try {
    const store = await openStore(config);
    try {
      return await reparse({ config, clock, outputs, vault, store }, known, request.batch);
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}
