import { useState } from 'react';
import type { ReactNode } from 'react';
import { Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { showMeasure } from './measures.ts';
import type { Measure, Measured } from './measures.ts';

interface TrendTableProps {
  readonly table: Measured;
  readonly measure: Measure;
}

/** The same figures for those who read them rather than see them; built only when it is opened. */
export function TrendTable({ table, measure }: TrendTableProps): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.trends.asTable}</summary>
      {isOpen && <Figures table={table} measure={measure} />}
    </details>
  );
}

function Figures({ table, measure }: TrendTableProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <Scroller label={words.trends.asTable}>
      <table className="plain-table">
        <caption className="unseen">{words.trends.measures[measure]}</caption>
        <thead>
          <tr>
            <th scope="col">{words.batch}</th>
            {table.lines.map(({ site }) => (
              <th key={site} scope="col" className="number">
                {site}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.batches.map(({ id, startedAt }, row) => (
            <tr key={id}>
              <th scope="row" title={format.instant(startedAt)}>
                <a href={hrefOf(['coverage'], { batch: id })}>{id}</a>
              </th>
              {table.lines.map(({ site, values }) => (
                <td key={site} className="number">
                  {showMeasure(measure, values[row] ?? null, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
