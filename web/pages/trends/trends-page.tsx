/** How it goes from batch to batch: by portal, beside its targets, and batch by batch. */
import type { ReactNode } from 'react';
import { useTrend } from '../../data/queries.ts';
import { Answered } from '../../parts/answered.tsx';
import { ChooseOne } from '../../parts/choose.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import { useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { BatchTable } from './batch-table.tsx';
import { StatisticsPanel } from './statistics-panel.tsx';
import { TrendChart } from './trend-chart.tsx';
import { TrendTable } from './trend-table.tsx';
import { MEASURES, measured } from './measures.ts';

const SPANS = ['12', '24', '50', '200'] as const;

export function TrendsPage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const last = SPANS.find((span) => span === query['last']) ?? '24';
  const measure = MEASURES.find((one) => one === query['measure']) ?? 'success';
  const trend = useTrend(Number(last));
  return (
    <>
      <PageHead title={words.pageNames.trends}>
        <ChooseOne
          name={words.trends.span}
          choices={SPANS.map((value) => ({ value, label: words.trends.lastBatches(Number(value)) }))}
          chosen={last}
          choose={(value) => navigate(hrefOf(['trends'], { ...query, last: value }), 'replace')}
        />
      </PageHead>
      <nav className="tabs" aria-label={words.trends.measure}>
        {MEASURES.map((one) => (
          <a key={one} href={hrefOf(['trends'], { ...query, measure: one })} aria-current={one === measure}>
            {words.trends.measures[one]}
          </a>
        ))}
      </nav>
      <Panel title={words.trends.measures[measure]} note={words.trends.bySite}>
        <Answered to={trend}>
          {(answer) => {
            const table = measured(answer, measure);
            if (table.batches.length === 0) return <Nothing>{words.trends.none}</Nothing>;
            return (
              <>
                <TrendChart table={table} measure={measure} />
                <TrendTable table={table} measure={measure} />
              </>
            );
          }}
        </Answered>
      </Panel>
      <StatisticsPanel query={query} last={Number(last)} />
      <BatchTable />
    </>
  );
}
