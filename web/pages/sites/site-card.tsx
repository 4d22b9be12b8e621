import type { ReactNode } from 'react';
import type { SiteView } from '../../../src/monitoring/house-shape.ts';
import { useMay } from '../../data/session.ts';
import { Sign } from '../../marks/icons.tsx';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { VERDICT_LIST } from '../../marks/outcome.ts';
import { PauseButton } from '../../parts/action-buttons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { FillRates } from './fill-rates.tsx';
import { Governors } from './governors.tsx';
import { TestUrl } from './test-url.tsx';

export function SiteCard({ site }: { readonly site: SiteView }): ReactNode {
  const words = useWords();
  const may = useMay('operator');
  return (
    <Panel
      title={site.site}
      note={<a href={hrefOf(['sites', site.site])}>{site.name}</a>}
      actions={may && <PauseSite site={site} />}
      className={site.paused === null ? 'site' : 'site paused'}
    >
      <SiteState site={site} />
      <LastBatch site={site} />
      <dl className="facts compact">
        <div>
          <dt className="code">robots.txt</dt>
          <dd>{words.sites.robots[site.robots]}</dd>
        </div>
        <div>
          <dt>{words.sites.delay}</dt>
          <dd>{site.delaySeconds} s</dd>
        </div>
        <div>
          <dt>{words.sites.lanes}</dt>
          <dd>{site.lanes}</dd>
        </div>
        <div>
          <dt>{words.sites.details}</dt>
          <dd>{site.hasDetail ? words.yes : words.no}</dd>
        </div>
        <div>
          <dt>{words.sites.definition}</dt>
          <dd className="code" title={site.definition.hash}>
            {site.definition.file} <span className="quiet">{site.definition.hash.slice(0, 8)}</span>
          </dd>
        </div>
      </dl>
      <Governors governors={site.governors} />
      <FillRates rates={site.fillRates} />
      {may && <TestUrl site={site.site} />}
    </Panel>
  );
}

/** Paused, broken definition: what stops a portal is said first. */
function SiteState({ site }: { readonly site: SiteView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <>
      {site.paused !== null && (
        <p className="state-line">
          <Sign of="pause" />
          {words.sites.pausedBy(site.paused.by, format.instant(site.paused.at))}
        </p>
      )}
      {site.definition.fault !== null && (
        <p className="state-line alarm">
          <Sign of="error" />
          {site.definition.fault}
        </p>
      )}
    </>
  );
}

function LastBatch({ site }: { readonly site: SiteView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { last } = site;
  if (last === null) return <p className="quiet">{words.sites.neverRan}</p>;
  const settled = last.completed + last.failed;
  return (
    <div className="site-last">
      <p>
        <strong className="big">{settled === 0 ? '–' : format.share(last.completed / settled)}</strong>{' '}
        <span className="quiet">
          {words.sites.lastBatch(format.count(last.completed), format.count(last.tasks), last.batch)} ·{' '}
          {format.count(last.rows)} {words.rows}
        </span>
      </p>
      <ul className="legend">
        {VERDICT_LIST.filter((verdict) => (last.byVerdict[verdict] ?? 0) > 0).map((verdict) => (
          <li key={verdict}>
            <a href={hrefOf(['tasks'], { batch: last.batch, site: site.site, verdict })}>
              <VerdictMark verdict={verdict} /> {format.count(last.byVerdict[verdict] ?? 0)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PauseSite({ site: { site, paused } }: { readonly site: SiteView }): ReactNode {
  const { pauseTitle, pauseBody, pause, resume } = useWords().sites;
  return (
    <PauseButton
      site={site}
      isPaused={paused !== null}
      title={pauseTitle(site)}
      body={pauseBody}
      pause={pause}
      resume={resume}
    />
  );
}
