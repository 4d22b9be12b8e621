import type { ReactNode } from 'react';
import type { SiteView } from '../../../src/monitoring/house-shape.ts';
import { Meter } from '../../parts/figures.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** Below this a field that used to be there has probably moved. */
const LOW = 0.1;

/** In what share of the rows each field is filled: a field that empties is the first sign of a changed layout. */
export function FillRates({ rates }: { readonly rates: SiteView['fillRates'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (rates.length === 0) return <p className="quiet">{words.sites.noFillRates}</p>;
  return (
    <details className="fill">
      <summary>{words.sites.fillRates(rates.length)}</summary>
      <div className="meters two">
        {rates.map(({ field, share }) => (
          <Meter key={field} label={field} share={share} text={format.share(share)} alarm={share < LOW} />
        ))}
      </div>
    </details>
  );
}
