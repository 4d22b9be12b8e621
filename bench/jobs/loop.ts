/**
 * The yardstick: a loop that downloads and extracts the same pages with the same fetcher and the same compiled
 * definitions, without permits, store or a second process; no row is checked, kept or written. Argument: `LoopJob`.
 */
import { fetcherSettings } from '../../src/app/parts/fetcher-settings.ts';
import { loadSites } from '../../src/app/parts/load-sites.ts';
import { loadInstalledCatalogue } from '../../src/app/parts/load-targets.ts';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/core/clock.ts';
import { rowKey } from '../../src/core/listing.ts';
import type { PermitSource } from '../../src/core/politeness.ts';
import type { Target } from '../../src/core/target.ts';
import type { Site } from '../../src/extraction/contract.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { ownCpuMs, treeCpuMs } from '../support/processes.ts';
import type { Mark } from './batches.ts';

export interface LoopJob {
  readonly config: string;
  readonly passes: number;
  /** Pages of one search that the job reads of a site; the others are read to their end. */
  readonly mostPages: Readonly<Record<string, number>>;
}

const OPEN_PERMITS: PermitSource = {
  acquire: () => Promise.resolve({ kind: 'granted', permit: 1, robots: 'respect' }),
  report: () => undefined,
};

const job = JSON.parse(process.argv[2] ?? '') as LoopJob;
const { config } = await loadConfig({ file: job.config, environment: {}, workingDirectory: '/' });
const sites = await loadSites(config);
const { targets } = await loadInstalledCatalogue(config, sites);
const fetcher = createHttpFetcher(fetcherSettings(config), { permits: OPEN_PERMITS, clock: systemClock });
const signal = new AbortController().signal;
let pages = 0;
let rows = 0;
for (let pass = 0; pass < job.passes; pass += 1) {
  for (const target of targets) {
    const site = sites.byCode.get(target.site)?.site;
    if (site !== undefined) await readSearch(site, target);
  }
  const mark: Mark = {
    cpuMs: treeCpuMs(process.pid),
    ownCpuMs: ownCpuMs(),
    pages,
    rows,
    tasks: targets.length * (pass + 1),
    failed: 0,
  };
  console.log(JSON.stringify(mark));
}
await fetcher.close();

async function readSearch(site: Site, target: Target): Promise<void> {
  const most = job.mostPages[site.code] ?? site.maxPages;
  const fetchedOn = new Date().toISOString().slice(0, 10);
  const seen = new Set<string>();
  let url: string | null = target.url;
  for (let page = 1; url !== null && page <= most; page += 1) {
    const fetched = await fetcher.fetch(
      { site: site.code, url, purpose: 'list', allowedHosts: site.redirectHosts },
      signal,
    );
    if (fetched.kind === 'failure') throw new Error(`${url}: ${fetched.code} ${fetched.message}`);
    pages += 1;
    const read = site.extractList({
      url: fetched.url,
      requestedUrl: url,
      text: fetched.text,
      page,
      fetchedOn,
      startUrl: target.url,
    });
    if (read.kind !== 'content') return;
    for (const row of read.rows) {
      const key = rowKey(row);
      if (key !== null) seen.add(key);
    }
    url = read.nextUrl;
  }
  rows += seen.size;
}
