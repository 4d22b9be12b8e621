/** What the monitor reads of an installation's files. Each part is loaded when it is asked for: `status` needs none of it. */
import { basename, dirname, join } from 'node:path';
import type { LoadedConfig } from '../../config/contract.ts';
import { systemClock } from '../../core/clock.ts';
import type { CatalogueView, LogFilter, LogLine } from '../../monitoring/house-shape.ts';
import type { HouseFiles, SiteFacts } from '../../monitoring/sources.ts';

/** A quarter of a second is soon enough for a person, and a look costs two system calls. */
const LOOK_MS = 250;
/** The catalogue and the definitions are read again after so long, so that a correction shows. */
const FRESH_MS = 10_000;

type Configured = Pick<LoadedConfig, 'config'>;

/** What needs no more than the values of the configuration. */
export function workFiles(loaded: () => Configured): Pick<HouseFiles, 'sites' | 'catalogue' | 'fillRates'> {
  const sites = keptFor(FRESH_MS, () => readSites(loaded()));
  return {
    sites: async () => (await sites()).facts,
    catalogue: keptFor(FRESH_MS, () => readCatalogue(loaded())),
    fillRates: async (batch) => {
      const codes = (await sites()).facts.map(({ site }) => site);
      return (await import('./read-fill-rates.ts')).readFillRates(loaded().config.data.directory, batch, codes);
    },
  };
}

export function houseFiles(loaded: () => LoadedConfig): HouseFiles {
  return {
    ...workFiles(loaded),
    logs: (filter) => readLines(loaded(), filter),
    followLogs: (filter, signal) => followLines(loaded(), filter, signal),
    backups: () => readBackups(loaded()),
    settings: async () => (await import('./read-settings.ts')).readSettings(loaded()),
    problemPage: async (task) => (await import('./read-problem-page.ts')).readProblemPage(loaded().config, task),
    hasProblemPage: async (task) => (await import('./read-problem-page.ts')).hasProblemPage(loaded().config, task),
    knownCodes: () => readKnownCodes(loaded()),
  };
}

function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly value: Promise<T> } | null = null;
  return () => {
    const now = systemClock.monotonic();
    if (kept === null || now >= kept.until) {
      const value = read();
      kept = { until: now + ms, value };
      // What failed is tried again by the next who asks.
      value.catch(() => {
        kept = null;
      });
    }
    return kept.value;
  };
}

async function readSites({ config }: Configured) {
  const { loadSites } = await import('../parts/load-sites.ts');
  const sites = await loadSites(config);
  const good = [...sites.byCode.values()].map(({ site, source, effective }): SiteFacts => ({
    site: site.code,
    name: site.name,
    hosts: site.hosts,
    definition: { file: source.file, hash: site.hash, fault: null },
    hasDetail: effective.hasDetail,
    robots: effective.politeness.robots,
    delaySeconds: effective.politeness.delayMs / 1000,
    lanes: effective.lanes,
  }));
  const refused = sites.faults.map((fault): SiteFacts => {
    const file = fault.place.file ?? '';
    return {
      site: basename(file).replace(/\.ya?ml$/, ''),
      name: basename(file),
      hosts: [],
      definition: { file, hash: '', fault: `${fault.message} → ${fault.cure}` },
      hasDetail: false,
      robots: 'respect',
      delaySeconds: 0,
      lanes: 0,
    };
  });
  const priority = (code: string): number => sites.byCode.get(code)?.effective.priority ?? Infinity;
  return { sites, facts: [...good, ...refused].sort((a, b) => priority(a.site) - priority(b.site)) };
}

async function readCatalogue({ config }: Configured): Promise<CatalogueView> {
  const [{ loadSites }, { loadInstalledCatalogue }, { groupFaults }] = await Promise.all([
    import('../parts/load-sites.ts'),
    import('../parts/load-targets.ts'),
    import('../../catalogue/group-faults.ts'),
  ]);
  const { files, rows, targets, faults } = await loadInstalledCatalogue(config, await loadSites(config));
  const lost = new Set(faults.filter(({ fatal, kind }) => fatal || kind === 'repeated-row').map(placeKey));
  return {
    files: files.map((file) => {
      const used = targets.filter(({ place }) => sameFile(place.file, file)).length;
      return { file, rows: used + [...lost].filter((key) => sameFile(key.split('\0')[0], file)).length, targets: used };
    }),
    rows,
    targets: targets.length,
    faults: groupFaults(faults).map(({ kind, fatal, file, count, lines, message, cure }) => ({
      kind,
      fatal,
      rows: count,
      place: [file ?? '', lines].filter((part) => part !== '').join(':'),
      message,
      cure,
    })),
  };
}

const placeKey = ({ file, line }: { readonly file?: string | undefined; readonly line?: number | undefined }): string =>
  `${file ?? ''}\0${line ?? ''}`;
const sameFile = (one: string | undefined, other: string): boolean =>
  one !== undefined && basename(one) === basename(other);

const fileOf = ({ config }: LoadedConfig, { log = 'orchestrator' }: LogFilter): string =>
  join(config.logging.directory, `${log}.log`);

async function readLines(loaded: LoadedConfig, filter: LogFilter): Promise<readonly LogLine[]> {
  const [{ readLog }, { describeLine, lineFilter, contains }] = await Promise.all([
    import('../../telemetry/read-log.ts'),
    import('../../monitoring/log-lines.ts'),
  ]);
  const most = filter.limit ?? 200;
  const kept: LogLine[] = [];
  for await (const line of readLog(fileOf(loaded, filter), lineFilter(filter))) {
    if (!contains(line, filter)) continue;
    kept.push(describeLine(line));
    // Cut now and then, not with each line.
    if (kept.length > 2 * most + 1000) kept.splice(0, kept.length - most);
  }
  return kept.slice(-most);
}

async function* followLines(loaded: LoadedConfig, filter: LogFilter, signal: AbortSignal): AsyncGenerator<LogLine> {
  const [{ followLog }, { describeLine, lineFilter, contains }] = await Promise.all([
    import('../../telemetry/read-log.ts'),
    import('../../monitoring/log-lines.ts'),
  ]);
  const follower = followLog(fileOf(loaded, filter), lineFilter(filter));
  try {
    while (!signal.aborted) {
      for (const line of follower.next()) if (contains(line, filter)) yield describeLine(line);
      await systemClock.sleep(LOOK_MS, signal);
    }
  } finally {
    follower.close();
  }
}

async function readBackups({ config }: LoadedConfig) {
  const [{ listBackups }, { readKey }] = await Promise.all([
    import('../../upkeep/backup/backup-folder.ts'),
    import('../../upkeep/backup/backup-manifest.ts'),
  ]);
  const key = await readKey(join(dirname(config.database.path), 'backup.key'));
  const backups = await listBackups(config.backup.directory, key);
  return backups.map((one) => {
    if (one.state === 'damaged')
      return {
        name: one.name,
        madeAt: nameInstant(one.name),
        bytes: 0,
        batches: null,
        verifiedAt: null,
        verifyMs: null,
        fault: one.reason,
      };
    const { createdAt, verifiedAt, database } = one.manifest;
    return {
      name: one.name,
      madeAt: createdAt,
      bytes: database.bytes,
      batches: database.content.counts['execution_batches'] ?? null,
      verifiedAt,
      verifyMs: null,
      fault: null,
    };
  });
}

/** `orchestrator_backup_20261122_020000`: all that a damaged one still says of its age. */
function nameInstant(name: string): string {
  const match = /_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/.exec(name);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const epochMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return new Date(Number.isNaN(epochMs) ? 0 : epochMs).toISOString();
}

async function readKnownCodes({ config }: LoadedConfig) {
  const { readCodes } = await import('../../catalogue/codes.ts');
  const codes = await readCodes(config.data.codes ?? undefined);
  const of = (table: { readonly entries: ReadonlyMap<string, unknown> }): readonly string[] => [
    ...table.entries.keys(),
  ];
  return {
    sites: of(codes.sites),
    cities: of(codes.cities),
    operations: of(codes.operations),
    products: of(codes.products),
  };
}
