import type { ReactNode } from 'react';
import type { SiteView } from '../../../src/monitoring/house-shape.ts';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

const MARK = { closed: 'ok', half_open: 'retrying', open: 'blocked' } as const;

/** How each host is treated now: open circuit = it rests; slowed = it asked us to be slower. */
export function Governors({ governors }: { readonly governors: SiteView['governors'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <ul className="governors">
      {governors.map((governor) => (
        <li key={governor.host}>
          <OutcomeIcon outcome={MARK[governor.circuit]} />
          <span className="code">{governor.host}</span>
          <span className="quiet">
            {words.sites.circuit[governor.circuit]}
            {governor.circuitOpenUntil !== null && ` ${words.sites.until(format.time(governor.circuitOpenUntil))}`}
            {governor.slowdown > 1 && ` · ${words.sites.slowdown(format.decimal(governor.slowdown, 1))}`}
            {governor.failures > 0 && ` · ${words.sites.failuresInRow(governor.failures)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
