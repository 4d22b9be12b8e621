/** The portals: how each is doing, how its governor stands, what its rows hold; pause, resume, test. */
import type { ReactNode } from 'react';
import type { SiteView } from '../../../src/monitoring/house-shape.ts';
import { useSites } from '../../data/queries.ts';
import { Answered } from '../../parts/answered.tsx';
import { Nothing } from '../../parts/panel.tsx';
import { useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { CataloguePanel } from './catalogue-panel.tsx';
import { SiteCard } from './site-card.tsx';

/** `#/sites/Inm24` shows one alone. */
export function SitesPage({ site }: { readonly site: string | undefined }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead title={words.pageNames.sites} />
      <Answered to={useSites()}>
        {(sites) => {
          const shown = site === undefined ? sites : sites.filter((one) => one.site === site);
          return shown.length === 0 ? <Nothing>{words.sites.unknown(site ?? '')}</Nothing> : <Cards sites={shown} />;
        }}
      </Answered>
      {site === undefined && <CataloguePanel />}
    </>
  );
}

function Cards({ sites }: { readonly sites: readonly SiteView[] }): ReactNode {
  return (
    <div className="site-cards">
      {sites.map((site) => (
        <SiteCard key={site.site} site={site} />
      ))}
    </div>
  );
}
