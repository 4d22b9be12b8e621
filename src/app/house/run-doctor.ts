/** Gathers what `doctor` judges. Nothing is changed, and one part's trouble never keeps another from being told. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../../config/contract.ts';
import { systemClock, systemRandom } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import { isFault, messageOf } from '../../core/errors.ts';
import { startTicksOf } from '../../engine/instance.ts';
import { LATEST_VERSION } from '../../store/migrations/latest-version.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import { createLog } from '../../telemetry/log.ts';
import { listBackups } from '../../upkeep/backup/backup-folder.ts';
import { readKey } from '../../upkeep/backup/backup-manifest.ts';
import { bad, ok, warn } from '../../upkeep/doctor/check.ts';
import type { Check } from '../../upkeep/doctor/check.ts';
import { checkClock, checkDisk, checkMachine } from '../../upkeep/doctor/check-machine.ts';
import { checkPortals } from '../../upkeep/doctor/check-portals.ts';
import {
  checkBackups,
  checkLeftovers,
  checkLogs,
  checkStatusFile,
  checkTree,
} from '../../upkeep/doctor/check-safety.ts';
import { checkInspection, checkLastDatabaseCheck, checkSchema, checkWork } from '../../upkeep/doctor/check-work.ts';
import { CHECK_NOTE } from '../../upkeep/maintenance/maintain-database.ts';
import { findLeftovers } from '../../upkeep/temp-files.ts';
import { VERIFY_NOTE } from '../../upkeep/verify-tree/verify-tree.ts';
import { checkInstallation } from './check-installation.ts';
import type { InstallationReport } from './check-installation.ts';
import { loadSites } from '../parts/load-sites.ts';
import { diskFacts, machineFacts, writtenFolders } from './machine-facts.ts';
import { backupKeyFile } from '../parts/open-backups.ts';
import { openGovernor } from '../parts/open-governor.ts';
import { openReports } from '../parts/open-reports.ts';

export type { Check } from '../../upkeep/doctor/check.ts';

export interface DoctorOptions {
  /** True = no portal is asked. */
  readonly offline: boolean;
  readonly clock?: Clock;
}

/** Longest wait for all portals' robots.txt. */
const PORTALS_MS = 30_000;

/** Every check, in the order in which a person would look. */
export async function runDoctor(
  loaded: LoadedConfig,
  { offline, clock = systemClock }: DoctorOptions,
): Promise<readonly Check[]> {
  const { config } = loaded;
  const now = clock.now();
  const serviceRuns = await isServiceRunning(config.database.path);
  const parts: readonly (readonly [string, () => Promise<readonly Check[]>])[] = [
    ['machine', async () => checkMachine(machineFacts())],
    ['configuration', () => installation(loaded)],
    ...writtenFolders(config).map(([folder, path]) => [`disk of ${folder}`, () => disk(loaded, folder, path)] as const),
    ['database', () => database(loaded, serviceRuns, now)],
    ['backups', () => backups(loaded, now)],
    ['logs', async () => [checkLogs(await logFacts(config.logging.directory))]],
    [
      'status file',
      async () => [
        checkStatusFile({
          writtenAt: await modifiedAt(config.monitoring.status_file),
          intervalMs: config.monitoring.status_interval,
          serviceRuns,
          now,
        }),
      ],
    ],
    [
      'leftovers',
      async () =>
        checkLeftovers(
          findLeftovers(
            {
              database: config.database.path,
              statusFile: config.monitoring.status_file,
              keepDays: config.backup.retention_days,
            },
            now,
          ),
        ),
    ],
    ['portals', () => (offline ? Promise.resolve([ok('portals', 'not asked (--offline)')]) : portals(loaded, clock))],
  ];
  const checks: Check[] = [];
  for (const [name, look] of parts) checks.push(...(await attempt(name, look)));
  return checks;
}

async function attempt(name: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    return [
      bad(
        name,
        messageOf(error),
        isFault(error) ? error.cure : 'Look at the path named: does it exist, and may this user read it?',
      ),
    ];
  }
}

async function installation({ config, file, warnings }: LoadedConfig): Promise<readonly Check[]> {
  const report = await checkInstallation(config);
  const found =
    file === null
      ? warn(
          'configuration',
          'no file was found: all values are defaults',
          '`scraping-orchestrator init` writes one; --config names another.',
        )
      : ok('configuration', file);
  return [
    found,
    ...warnings.map((what) => warn('environment', what, 'Correct or unset the variable.')),
    ...definitions(report),
    catalogue(report),
    ...report.folders.flatMap(({ name, path, problem }) =>
      problem === null
        ? []
        : [bad(name, `${path}: ${problem}`, "Create the folder, and let the service's user write to it.")],
    ),
  ];
}

function definitions(report: InstallationReport): readonly Check[] {
  const faults = report.definitionFaults.map((fault) => bad('definitions', fault.message, fault.cure));
  const unknown = report.unknownWebsites.map((code) =>
    bad(
      'websites',
      `websites.${code}: there is no such site`,
      'Correct the code in the configuration, or write a definition.',
    ),
  );
  return [
    ...faults,
    ...unknown,
    ...(faults.length + unknown.length === 0 ? [ok('definitions', `${report.sites.length} sites`)] : []),
  ];
}

function catalogue({ catalogue: read, catalogueFault }: InstallationReport): Check {
  if (read === null)
    return bad('catalogue', catalogueFault ?? 'it cannot be read', '`scraping-orchestrator validate` says more.');
  const lost = read.faults.filter(({ fatal }) => fatal).length;
  const what = `${read.targets.length} targets of ${read.rows} rows`;
  return lost > 0
    ? warn('catalogue', `${what}; ${lost} rows cannot be used`, '`scraping-orchestrator validate --all` shows each.')
    : ok('catalogue', what);
}

async function disk({ config }: LoadedConfig, folder: string, path: string): Promise<readonly Check[]> {
  const { min_free_mb, min_free_percent } = config.monitoring;
  const checks = checkDisk(await diskFacts(folder, path), {
    minFreeBytes: min_free_mb * 2 ** 20,
    minFreePercent: min_free_percent,
  });
  if (folder !== 'tree') return checks;
  const staging = await stat(join(path, '.staging')).catch(() => null);
  if (staging === null || staging.dev === (await stat(path)).dev) return checks;
  return [
    ...checks,
    bad(
      'staging',
      `${join(path, '.staging')} is on another file system than the tree`,
      'Unmount it: files are renamed from it into the tree.',
    ),
  ];
}

async function database({ config }: LoadedConfig, serviceRuns: boolean, now: number): Promise<readonly Check[]> {
  const file = config.database.path;
  const timeZone = config.data.time_zone;
  const inspection = await sqliteUpkeep(file).inspect(file, { depth: 'full', digest: false });
  const first = checkInspection(inspection, file);
  if (inspection.state === 'older')
    return [
      first,
      checkSchema({ version: inspection.content.schemaVersion, latest: LATEST_VERSION }),
      checkClock({ now, timeZone, lastStored: null }),
    ];
  if (inspection.state !== 'sound') return [first, checkClock({ now, timeZone, lastStored: null })];
  const reader = await openReports(config);
  try {
    const open = await reader.batches.openBatch();
    const running = open === null ? [] : await reader.reports.listTasks({ batch: open.id, statuses: ['running'] });
    const lastSeen = await reader.schedule.lastSeen();
    const { slice, progress_timeout } = config.execution;
    return [
      first,
      checkSchema(await reader.schema()),
      checkLastDatabaseCheck(await reader.retention.loadNote(CHECK_NOTE), now),
      checkClock({ now, timeZone, lastStored: Number.isFinite(lastSeen) && lastSeen > 0 ? lastSeen : null }),
      ...checkWork({ now, open, running, serviceRuns, longestTaskMs: slice + progress_timeout }),
      checkTree(await reader.retention.loadNote(VERIFY_NOTE), now),
    ];
  } finally {
    await reader.close();
  }
}

async function backups({ config }: LoadedConfig, now: number): Promise<readonly Check[]> {
  const key = await readKey(backupKeyFile(config));
  return checkBackups(
    await listBackups(config.backup.directory, key),
    (await modifiedAt(config.database.path)) !== null,
    now,
  );
}

async function logFacts(folder: string): Promise<Parameters<typeof checkLogs>[0]> {
  const names = (await readdir(folder)).filter((name) => /\.log(\.gz)?$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  // Whether it may be written is among the folders of the installation.
  return { folder, files: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0), problem: null };
}

async function modifiedAt(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? null;
}

/** A hint is enough here: the lock itself is for those who want to work. */
async function isServiceRunning(databaseFile: string): Promise<boolean> {
  try {
    const { pid } = JSON.parse(await readFile(join(dirname(databaseFile), 'instance.json'), 'utf8')) as { pid: number };
    return startTicksOf(pid) !== '';
  } catch {
    return false;
  }
}

/** Nothing is remembered, and nothing is fetched but robots.txt. */
async function portals({ config }: LoadedConfig, clock: Clock): Promise<readonly Check[]> {
  const sites = await loadSites(config);
  const log = createLog({ level: 'silent', destination: process.stderr.fd });
  const governor = await openGovernor({ config, sites, hosts: null, clock, random: systemRandom, log });
  try {
    const enabled = [...sites.byCode.values()].filter(({ effective }) => effective.enabled);
    const asked = enabled.flatMap(({ site }) =>
      site.hosts.slice(0, 1).map((host) => ({ site: site.code, url: `https://${host}/` })),
    );
    const { time_zone: timeZone } = config.data;
    return await checkPortals(governor, { portals: asked, timeZone }, AbortSignal.timeout(PORTALS_MS));
  } finally {
    await governor.close();
  }
}
