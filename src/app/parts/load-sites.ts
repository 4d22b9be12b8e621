/** The sites of this installation: our definitions, the user's own over them, and the configuration over both. */
import { fileURLToPath } from 'node:url';
import type { Config, EffectiveSite } from '../../config/contract.ts';
import { effectiveSite } from '../../config/effective-site.ts';
import { phaseOf, scraperName } from '../../core/codes.ts';
import { Fault } from '../../core/errors.ts';
import { DATA } from '../../core/places.ts';
import type { SiteRun } from '../../engine/site-run.ts';
import type { CheckedDefinition, DefinitionSource, Site } from '../../extraction/contract.ts';
import { loadDefinitions } from '../../extraction/load-definitions.ts';

const OUR_DEFINITIONS = fileURLToPath(DATA.sites);

export interface KnownSite {
  readonly site: Site;
  readonly source: DefinitionSource;
  readonly checked: CheckedDefinition;
  readonly effective: EffectiveSite;
}

export interface Sites {
  readonly byCode: ReadonlyMap<string, KnownSite>;
  readonly faults: readonly Fault[];
}

export async function loadSites(config: Config): Promise<Sites> {
  const { sites, faults } = await loadDefinitions([OUR_DEFINITIONS, ...config.scrapers.definitions]);
  const byCode = new Map(
    [...sites].map(([code, { site, source, checked }]): [string, KnownSite] => [
      code,
      { site, source, checked, effective: effectiveSite(config, site) },
    ]),
  );
  return { byCode, faults };
}

/** What the engine needs of each scraper, by the scraper's name. */
export function siteRuns(sites: Sites, config: Config): (scraper: string) => SiteRun {
  const byScraper = new Map<string, SiteRun>();
  for (const [code, { site, checked, effective }] of sites.byCode) {
    const run: SiteRun = {
      code,
      priority: effective.priority,
      lanes: effective.lanes,
      alwaysOn: effective.alwaysOn,
      hasDetail: effective.hasDetail,
      maxPages: Math.min(site.maxPages, config.execution.max_pages),
      definition: checked,
      definitionHash: site.hash,
      startsPrograms: site.program !== null || effective.fetch !== 'http',
      fetch: effective.fetch,
      proxies: effective.proxies,
      politeness: effective.politeness,
    };
    byScraper.set(scraperName(code, 'main'), run);
    byScraper.set(scraperName(code, 'detail'), run);
  }
  return (scraper) => {
    const run = byScraper.get(scraper);
    if (run !== undefined) return run;
    const phase = phaseOf(scraper) === 'main' ? 'result' : 'detail';
    throw new Fault('E_NO_DEFINITION', `no definition for the ${phase} pages of ${scraper}`);
  };
}
