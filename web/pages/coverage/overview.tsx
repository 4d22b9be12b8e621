import type { ReactNode } from 'react';
import { OutcomeIcon, Sign } from '../../marks/icons.tsx';
import { Change, ProgressBar } from '../../parts/figures.tsx';
import { Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import type { Query } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { countKind, statusesOf, valuesOf } from './cells.ts';
import { CityHead } from './city-head.tsx';
import type { Cell, CellKind } from './cells.ts';

interface OverviewProps {
  readonly cells: readonly Cell[];
  readonly query: Query;
  readonly only: CellKind | undefined;
}

/** All portals on one screen: portal × city, each the sum of its cells. */
export function Overview({ cells, query, only }: OverviewProps): ReactNode {
  const words = useWords();
  const cities = valuesOf(cells, 'city');
  return (
    <Scroller label={words.coverage.overview}>
      <table className="matrix overview">
        <caption className="unseen">{words.coverage.overview}</caption>
        <CityHead rows={words.site} cities={cities} />
        <tbody>
          {valuesOf(cells, 'site').map((site) => (
            <tr key={site}>
              <th scope="row">
                <a href={hrefOf(['coverage'], { ...query, site })}>{site}</a>
              </th>
              {cities.map((city) => (
                <SumCell
                  key={city}
                  cells={cells.filter((cell) => cell.site === site && cell.city === city)}
                  href={hrefOf(['coverage'], { ...query, site })}
                  name={`${site}, ${city}`}
                  only={only}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

interface SumCellProps {
  readonly cells: readonly Cell[];
  readonly href: string;
  readonly name: string;
  readonly only: CellKind | undefined;
}

function SumCell({ cells, href, name, only }: SumCellProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (cells.length === 0) return <td className="absent">–</td>;
  const well = countKind(cells, 'well');
  const failed = countKind(cells, 'failed');
  const unexplained = countKind(cells, 'unexplained');
  const rows = cells.reduce((sum, cell) => sum + cell.rows, 0);
  const isDimmed = only !== undefined && countKind(cells, only) === 0;
  return (
    <td className={`sum ${unexplained > 0 ? 'cell-unexplained' : ''} ${isDimmed ? 'dimmed' : ''}`}>
      <a href={href} title={words.coverage.sumLabel(name, well, cells.length, failed, unexplained, rows)}>
        <span className="unseen">{name}: </span>
        <span className="sum-count">
          <b>{format.count(well)}</b>
          <span className="quiet">/{format.count(cells.length)}</span>
          {failed > 0 && (
            <span className="sum-failed">
              <OutcomeIcon outcome="invalid" />
              {failed}
              <span className="unseen"> {words.coverage.kinds.failed}</span>
            </span>
          )}
          {unexplained > 0 && (
            <span className="sum-unexplained">
              <OutcomeIcon outcome="unexplained" />
              {unexplained}
              <span className="unseen"> {words.coverage.kinds.unexplained}</span>
            </span>
          )}
          {countKind(cells, 'fewer') > 0 && (
            <span className="sum-fewer">
              <Sign of="down" />
              {countKind(cells, 'fewer')}
              <span className="unseen"> {words.coverage.kinds.fewer}</span>
            </span>
          )}
        </span>
        <ProgressBar byStatus={statusesOf(cells)} label={name} />
        <span className="sum-rows">
          <span>
            {format.count(rows)} <span className="unseen">{words.rows}</span>
          </span>
          <Change now={settledRows(cells)} before={settledBefore(cells)} />
        </span>
      </a>
    </td>
  );
}

/** Only cells that are through are compared: an open one has not had its turn. */
function settledRows(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + (cell.status === 'completed' ? cell.rows : 0), 0);
}

function settledBefore(cells: readonly Cell[]): number | null {
  const compared = cells.filter((cell) => cell.status === 'completed' && cell.rowsBefore !== null);
  return compared.length === 0 ? null : compared.reduce((sum, cell) => sum + (cell.rowsBefore ?? 0), 0);
}
