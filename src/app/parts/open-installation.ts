/** What every start of a batch or a service does first: lock, database, tree and definitions; then what a crash left is put right. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { rescue } from '../../engine/coordinator/rescue.ts';
import type { Log } from '../../telemetry/contract.ts';
import { loadSites } from './load-sites.ts';
import type { Sites } from './load-sites.ts';
import { openParts } from './open-parts.ts';
import type { Parts } from './open-parts.ts';
import type { RecoveryOptions } from './recover-installation.ts';

export interface Installation {
  readonly parts: Parts;
  readonly sites: Sites;
}

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: whatever was opened is closed again. */
export async function openInstallation(
  config: Config,
  clock: Clock,
  log: Log,
  options: RecoveryOptions,
): Promise<Installation> {
  // At the same time: the definitions keep this thread busy while the store's own loads, checks and opens.
  const [opened, loaded] = await Promise.allSettled([
    openParts(config, clock, log, options),
    loadSitesAloud(config, log),
  ]);
  if (opened.status === 'rejected') throw opened.reason;
  const parts = opened.value;
  try {
    if (loaded.status === 'rejected') throw loaded.reason;
    await rescue({ store: parts.store, outputs: parts.outputs, clock, log, instance: parts.instance });
    return { parts, sites: loaded.value };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** Refused definitions are said in the log; the other sites run. */
async function loadSitesAloud(config: Config, log: Log): Promise<Sites> {
  const sites = await loadSites(config);
  for (const fault of sites.faults)
    log.error('definition_refused', { code: fault.code, error: fault.message, ...fault.place });
  return sites;
}
