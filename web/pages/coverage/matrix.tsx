import { memo } from 'react';
import type { ReactNode } from 'react';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { isOpen, outcomeWord } from '../../marks/outcome.ts';
import { Change } from '../../parts/figures.tsx';
import { Nothing, Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { Legend } from './legend.tsx';
import { valuesOf } from './cells.ts';
import { CityHead } from './city-head.tsx';
import type { Cell, CellKind } from './cells.ts';

interface MatrixProps {
  readonly cells: readonly Cell[];
  readonly site: string;
  readonly only: CellKind | undefined;
  readonly batch: string;
}

/** One portal: operation and product down, cities across; one cell a search. */
export function Matrix({ cells, site, only, batch }: MatrixProps): ReactNode {
  const words = useWords();
  const cities = valuesOf(cells, 'city');
  const shown = only === undefined ? cells : cells.filter((cell) => cell.kinds.has(only));
  if (shown.length === 0) return <Nothing>{words.coverage.noneOfKind}</Nothing>;
  return (
    <>
      <Legend cells={cells} />
      <Scroller label={words.coverage.matrixOf(site)}>
        <table className="matrix">
          <caption className="unseen">{words.coverage.matrixOf(site)}</caption>
          <CityHead rows={words.product} cities={cities} />
          {valuesOf(shown, 'operation').map((operation) => (
            <OperationRows
              key={operation}
              operation={operation}
              cells={shown.filter((cell) => cell.operation === operation)}
              cities={cities}
              batch={batch}
            />
          ))}
        </table>
      </Scroller>
    </>
  );
}

interface OperationRowsProps {
  readonly operation: string;
  readonly cells: readonly Cell[];
  readonly cities: readonly string[];
  readonly batch: string;
}

function OperationRows({ operation, cells, cities, batch }: OperationRowsProps): ReactNode {
  const words = useWords();
  const byPlace = new Map(cells.map((cell) => [`${cell.product} ${cell.city}`, cell]));
  return (
    <tbody>
      <tr className="matrix-group">
        <th scope="rowgroup" colSpan={cities.length + 1}>
          {operation} <span className="quiet">{words.operationNames(operation)}</span>
        </th>
      </tr>
      {valuesOf(cells, 'product').map((product) => (
        <tr key={product}>
          <th scope="row">{product}</th>
          {cities.map((city) => {
            const cell = byPlace.get(`${product} ${city}`);
            return cell === undefined ? (
              <td key={city} className="absent">
                –
              </td>
            ) : (
              <CellOf key={city} cell={cell} batch={batch} />
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

const CellOf = memo(function CellOf({ cell, batch }: { readonly cell: Cell; readonly batch: string }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  const word = outcomeWord(cell.outcome, language);
  const hasRows = cell.status === 'completed';
  const place = `${cell.operation} ${cell.product}, ${cell.city}`;
  const label = words.coverage.cellLabel(
    place,
    word,
    hasRows ? format.count(cell.rows) : null,
    hasRows && cell.rowsBefore !== null ? format.change(cell.rows - cell.rowsBefore) : null,
  );
  return (
    <td className={`cell cell-${cell.outcome}`}>
      <a href={hrefOfCell(cell, batch)} title={label}>
        <span className="unseen">{hasRows ? `${place}: ${word}, ` : `${place}: `}</span>
        <OutcomeIcon outcome={cell.outcome} />
        {hasRows ? (
          <>
            <b>{format.count(cell.rows)}</b>
            <Change now={cell.rows} before={cell.rowsBefore} />
          </>
        ) : (
          <span className={isOpen(cell.outcome) ? 'cell-word quiet' : 'cell-word'}>{word}</span>
        )}
        {cell.tasks.length > 1 && <sup title={words.coverage.searches(cell.tasks.length)}>{cell.tasks.length}</sup>}
      </a>
    </td>
  );
});

/** One task: the task. More: the list of them. */
function hrefOfCell(cell: Cell, batch: string): string {
  const [only] = cell.tasks;
  if (cell.tasks.length === 1 && only !== undefined) return hrefOf(['tasks', only]);
  const { site, city, operation, product } = cell;
  return hrefOf(['tasks'], { batch, site, city, operation, product, phase: 'main' });
}
