import { Suspense, lazy, useState } from 'react';
import type { ReactNode } from 'react';
import { useFormat, useWords } from '../../words/language.tsx';
import { LINE_COLOURS } from './line-colours.ts';
import { showMeasure } from './measures.ts';
import type { Measure, Measured } from './measures.ts';

/** The chart library comes only with the page that draws. */
const Plot = lazy(() => import('./plot.tsx').then(({ Plot: component }) => ({ default: component })));

interface TrendChartProps {
  readonly table: Measured;
  readonly measure: Measure;
}

/** A line a portal; the legend switches them, and says the newest value. */
export function TrendChart({ table, measure }: TrendChartProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (site: string): void => {
    const next = new Set(hidden);
    if (!next.delete(site)) next.add(site);
    setHidden(next);
  };
  return (
    <figure className="chart">
      <Suspense fallback={<div className="plot-place" />}>
        <Plot table={table} measure={measure} hidden={hidden} />
      </Suspense>
      <figcaption>
        <ul className="lines">
          {table.lines.map(({ site, values }, index) => (
            <li key={site}>
              <button type="button" aria-pressed={!hidden.has(site)} onClick={() => toggle(site)}>
                <LineSample index={index} />
                {site} <b>{showMeasure(measure, values.at(-1) ?? null, format)}</b>
              </button>
            </li>
          ))}
        </ul>
        <p className="quiet small">{words.trends.chartNote}</p>
      </figcaption>
    </figure>
  );
}

function LineSample({ index }: { readonly index: number }): ReactNode {
  const { variable, dash } = LINE_COLOURS[index % LINE_COLOURS.length] ?? { variable: '--line-1', dash: [] };
  return (
    <svg className="icon" viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
      <line x1="0" x2="24" y1="4" y2="4" style={{ stroke: `var(${variable})`, strokeDasharray: dash.join(' ') }} />
    </svg>
  );
}
