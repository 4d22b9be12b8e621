/** `site test`: what a definition gets out of one page, from the network (politely) or from a file. */
import { readFile } from 'node:fs/promises';
import type { Config } from '../../config/contract.ts';
import { dayOf } from '../../core/local-time.ts';
import { systemClock, systemRandom } from '../../core/clock.ts';
import { Fault, messageOf } from '../../core/errors.ts';
import type { Extraction } from '../../extraction/contract.ts';
import type { FetchedPage, FetchFailure, FetchResult } from '../../fetching/contract.ts';
import { createLog } from '../../telemetry/log.ts';
import { fetchForTrial } from './fetch-for-trial.ts';
import type { KeptPage, PageVault } from '../../vault/contract.ts';
import { openVault } from '../parts/open-page-vault.ts';
import { loadSites } from '../parts/load-sites.ts';
import type { KnownSite, Sites } from '../parts/load-sites.ts';
import { loadInstalledCatalogue } from '../parts/load-targets.ts';
import { openGovernor } from '../parts/open-governor.ts';

export interface SiteTest {
  readonly site: string;
  /** URL or FILE; the first catalogue row of the site when left out. */
  readonly from: string | null;
  /** Address the page has, when it comes from a file. */
  readonly baseUrl: string | null;
  readonly detail: boolean;
  /** Take the newest kept page of the site, or of this address, instead of asking the portal. */
  readonly fromVault?: boolean;
}

export type SiteTestResult =
  | { readonly kind: 'read'; readonly url: string; readonly extraction: Extraction }
  | { readonly kind: 'not_fetched'; readonly url: string; readonly failure: FetchFailure };

/** @throws {Fault} E_NO_DEFINITION, E_IO when there is no such site or file. */
export async function testSite(config: Config, test: SiteTest): Promise<SiteTestResult> {
  const sites = await loadSites(config);
  const known = findSite(sites, test.site);
  if (test.fromVault === true) return readKept(config, known, test);
  const isUrl = test.from === null || /^https?:\/\//.test(test.from);
  if (!isUrl)
    return readFrom(
      known,
      test,
      await readPage(test.from),
      test.baseUrl ?? `https://${known.site.hosts[0] ?? 'localhost'}/`,
    );
  const url = test.from ?? (await firstTarget(config, sites, known.site.code));
  const fetched = await fetchOnce(config, sites, known, url, test.detail);
  if (fetched.kind === 'failure') return { kind: 'not_fetched', url, failure: fetched };
  return readFrom(known, test, fetched.text, fetched.url);
}

export function findSite(sites: Sites, code: string): KnownSite {
  const known = [...sites.byCode.values()].find(({ site }) => site.code.toLowerCase() === code.toLowerCase());
  if (known !== undefined) return known;
  const refused = sites.faults.map((fault) => `${fault.place.file ?? ''}: ${fault.message}`).join('\n');
  throw new Fault(
    'E_NO_DEFINITION',
    `there is no site ${JSON.stringify(code)}${refused === '' ? '' : `; these definitions were refused:\n${refused}`}`,
    {
      cure: `Known sites: ${[...sites.byCode.keys()].join(', ')}.`,
    },
  );
}

function readFrom(known: KnownSite, test: Pick<SiteTest, 'detail'>, text: string, url: string): SiteTestResult {
  const input = {
    url,
    requestedUrl: url,
    startUrl: url,
    text,
    page: 1,
    fetchedOn: dayOf(systemClock.now(), 'America/Mexico_City'),
  };
  const extraction = test.detail ? known.site.extractDetail(input) : known.site.extractList(input);
  return { kind: 'read', url, extraction };
}

async function readKept(config: Config, known: KnownSite, test: SiteTest): Promise<SiteTestResult> {
  const vault = openVault(config);
  const page = await newestKept(vault, known.site.code, test);
  const { url, requestedUrl, startUrl, fetchedOn } = page;
  const input = { url, requestedUrl, startUrl, fetchedOn, page: page.page, text: await vault.read(page.sha256) };
  const { site } = known;
  const extraction = page.purpose === 'detail' ? site.extractDetail(input) : site.extractList(input);
  return { kind: 'read', url, extraction };
}

/** Pages with a problem first: they are what a definition is corrected for. */
async function newestKept(vault: PageVault, site: string, { from, detail }: SiteTest): Promise<KeptPage> {
  for (const batch of await vault.batches()) {
    const pages = (await vault.pagesOf(batch)).filter(
      (page) =>
        page.site === site &&
        (from === null ? (page.purpose === 'detail') === detail : page.url === from || page.requestedUrl === from),
    );
    const found = pages.findLast((page) => page.problem !== null) ?? pages.at(-1);
    if (found !== undefined) return found;
  }
  const what = from === null ? `no ${detail ? 'detail' : 'result'} page of ${site}` : `no page of ${from}`;
  throw new Fault('E_NOTHING_TO_DO', `${what} is kept`, {
    cure: 'Pages are kept as pages.keep says: `all`, or those with problems; over pages.max_mb the oldest go.',
  });
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Fault('E_IO', `${file} cannot be read: ${messageOf(cause)}`, {
      file,
      cause,
      cure: 'Name a file with a saved page, or a URL that begins with http.',
    });
  }
}

export async function firstTarget(config: Config, sites: Sites, code: string): Promise<string> {
  const catalogue = await loadInstalledCatalogue(config, sites);
  const target = catalogue.targets.find((one) => one.site === code);
  if (target === undefined)
    throw new Fault('E_NOTHING_TO_DO', `the catalogue has no row of ${code}`, {
      cure: 'Name a URL: `site test SITE URL`.',
    });
  return target.url;
}

async function fetchOnce(
  config: Config,
  sites: Sites,
  known: KnownSite,
  url: string,
  detail: boolean,
): Promise<FetchResult> {
  const log = createLog({ level: 'error', destination: process.stderr.fd });
  const governor = await openGovernor({ config, sites, hosts: null, clock: systemClock, random: systemRandom, log });
  const lacks = async (page: FetchedPage): Promise<boolean> => {
    const tried = readFrom(known, { detail }, page.text, page.url);
    return tried.kind === 'read' && tried.extraction.kind === 'layout_changed';
  };
  try {
    return await fetchForTrial({ config, permits: governor, clock: systemClock, lacks }, known, { url, detail });
  } finally {
    await governor.close();
  }
}
