/** Everything that can be found wrong before anything runs: sites, catalogue, folders, disk, database. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unknownWebsites } from '../../config/effective-site.ts';
import type { Config, EffectiveSite } from '../../config/contract.ts';
import { groupFaults } from '../../catalogue/group-faults.ts';
import type { FaultGroup } from '../../catalogue/group-faults.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import type { Fault } from '../../core/errors.ts';
import type { Catalogue } from '../../core/target.ts';
import { loadSites } from '../parts/load-sites.ts';
import { loadInstalledCatalogue } from '../parts/load-targets.ts';
import { openReports } from '../parts/open-reports.ts';

export interface FolderCheck {
  readonly name: string;
  readonly path: string;
  readonly problem: string | null;
  /** Free space of its file system, bytes; null when it cannot be asked. */
  readonly freeBytes: number | null;
}

export interface InstallationReport {
  readonly sites: readonly EffectiveSite[];
  readonly definitionFaults: readonly Fault[];
  /** Entries of `websites` that belong to no site. */
  readonly unknownWebsites: readonly string[];
  readonly catalogue: Catalogue | null;
  /** Its faults, one group a file, kind and cure. */
  readonly faultGroups: readonly FaultGroup[];
  readonly catalogueFault: string | null;
  readonly folders: readonly FolderCheck[];
  /** What the database says; null = there is none yet. */
  readonly database: { readonly version: number; readonly latest: number } | null;
  readonly databaseFault: string | null;
}

export async function checkInstallation(config: Config): Promise<InstallationReport> {
  const sites = await loadSites(config);
  const catalogue = await attempt(() => loadInstalledCatalogue(config, sites));
  const database = (await exists(config.database.path))
    ? await attempt(() => readVersion(config))
    : { value: null, fault: null };
  return {
    sites: [...sites.byCode.values()].map((known) => known.effective).sort((a, b) => a.priority - b.priority),
    definitionFaults: sites.faults,
    unknownWebsites: unknownWebsites(config, [...sites.byCode.keys()]).map(({ code, meant }) =>
      meant === null ? code : `${code} (did you mean ${meant}?)`,
    ),
    catalogue: catalogue.value,
    faultGroups: groupFaults(catalogue.value?.faults ?? []),
    catalogueFault: catalogue.fault,
    folders: await Promise.all(foldersOf(config).map(([name, path]) => checkFolder(name, path))),
    database: database.value,
    databaseFault: database.fault,
  };
}

function foldersOf(config: Config): readonly (readonly [string, string])[] {
  return [
    ['data.directory', config.data.directory],
    ['data.urls', config.data.urls],
    ['database.path', dirname(config.database.path)],
    ['logging.directory', config.logging.directory],
    ['backup.directory', config.backup.directory],
  ];
}

async function checkFolder(name: string, path: string): Promise<FolderCheck> {
  try {
    if (!(await stat(path)).isDirectory()) return { name, path, problem: 'is not a folder', freeBytes: null };
    await access(path, name === 'data.urls' ? constants.R_OK : constants.R_OK | constants.W_OK);
    const space = await statfs(path);
    return { name, path, problem: null, freeBytes: space.bavail * space.bsize };
  } catch (error) {
    return { name, path, problem: messageOf(error), freeBytes: null };
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function readVersion(config: Config): Promise<{ readonly version: number; readonly latest: number }> {
  const reader = await openReports(config);
  try {
    const { version, latest } = await reader.schema();
    return { version, latest };
  } finally {
    await reader.close();
  }
}

async function attempt<T>(
  read: () => Promise<T>,
): Promise<{ readonly value: T | null; readonly fault: string | null }> {
  try {
    return { value: await read(), fault: null };
  } catch (error) {
    if (isFault(error)) return { value: null, fault: `${error.message} → ${error.cure}` };
    throw error;
  }
}
