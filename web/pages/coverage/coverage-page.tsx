/** The matrix portal × city × operation × product of a batch: a batch is right when every cell is explained. */
import type { ReactNode } from 'react';
import type { Coverage } from '../../../src/monitoring/task-shape.ts';
import { useBatches, useCoverage } from '../../data/queries.ts';
import { Answered } from '../../parts/answered.tsx';
import { hrefOf } from '../../routing/address.ts';
import type { Query } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { BatchPicker } from '../batch-picker.tsx';
import { PageHead } from '../page-head.tsx';
import { CELL_KINDS, cellsOf, countKind, valuesOf } from './cells.ts';
import type { Cell, CellKind } from './cells.ts';
import { Matrix } from './matrix.tsx';
import { NotPlanned } from './not-planned.tsx';
import { Overview } from './overview.tsx';

export function CoveragePage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const coverage = useCoverage(query['batch'] ?? 'last');
  const batches = useBatches();
  return (
    <>
      <PageHead title={words.pageNames.coverage}>
        <BatchPicker page="coverage" query={query} />
      </PageHead>
      <Answered to={coverage}>
        {(answer) => {
          const status = batches.data?.items.find(({ id }) => id === answer.batch)?.status;
          return (
            <CoverageView coverage={answer} isClosed={status !== undefined && status !== 'running'} query={query} />
          );
        }}
      </Answered>
    </>
  );
}

interface CoverageViewProps {
  readonly coverage: Coverage;
  readonly isClosed: boolean;
  readonly query: Query;
}

function CoverageView({ coverage, isClosed, query }: CoverageViewProps): ReactNode {
  const words = useWords();
  const cells = cellsOf(coverage, isClosed);
  const site = query['site'];
  const inSite = site === undefined ? cells : cells.filter((cell) => cell.site === site);
  const only = CELL_KINDS.find((kind) => kind === query['only']);
  return (
    <>
      <p className="lead">
        {coverage.before === null
          ? words.coverage.nothingBefore(coverage.batch)
          : words.coverage.comparedWith(coverage.batch, coverage.before)}
      </p>
      <KindCounts cells={inSite} only={only} query={query} />
      <SiteTabs cells={cells} query={query} />
      {site === undefined ? (
        <Overview cells={cells} query={query} only={only} />
      ) : (
        <Matrix cells={inSite} site={site} only={only} batch={coverage.batch} />
      )}
      <NotPlanned rows={coverage.notPlanned} />
    </>
  );
}

interface KindCountsProps {
  readonly cells: readonly Cell[];
  readonly only: CellKind | undefined;
  readonly query: Query;
}

function KindCounts({ cells, only, query }: KindCountsProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <ul className="kinds">
      <li>
        <a href={hrefOf(['coverage'], { ...query, only: undefined })} aria-current={only === undefined}>
          <b>{format.count(cells.length)}</b> {words.coverage.cells}
        </a>
      </li>
      {CELL_KINDS.map((kind) => {
        const count = countKind(cells, kind);
        return (
          <li key={kind} className={count === 0 ? 'none' : `kind-${kind}`}>
            <a
              href={hrefOf(['coverage'], { ...query, only: only === kind ? undefined : kind })}
              aria-current={only === kind}
            >
              <b>{format.count(count)}</b> {words.coverage.kinds[kind]}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function SiteTabs({ cells, query }: { readonly cells: readonly Cell[]; readonly query: Query }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <nav className="tabs" aria-label={words.site}>
      <a href={hrefOf(['coverage'], { ...query, site: undefined })} aria-current={query['site'] === undefined}>
        {words.coverage.allSites}
      </a>
      {valuesOf(cells, 'site').map((site) => (
        <a key={site} href={hrefOf(['coverage'], { ...query, site })} aria-current={query['site'] === site}>
          {site} <span className="quiet">{format.count(cells.filter((cell) => cell.site === site).length)}</span>
        </a>
      ))}
    </nav>
  );
}
