import type { ReactNode } from 'react';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { outcomeWord } from '../../marks/outcome.ts';
import type { Outcome } from '../../marks/outcome.ts';
import { useFormat, useLanguage } from '../../words/language.tsx';
import type { Cell } from './cells.ts';

/** The marks that occur here, the most frequent first. */
export function Legend({ cells }: { readonly cells: readonly Cell[] }): ReactNode {
  const language = useLanguage();
  const format = useFormat();
  const counts = new Map<Outcome, number>();
  for (const { outcome } of cells) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return (
    <ul className="legend">
      {[...counts]
        .sort(([, one], [, other]) => other - one)
        .map(([outcome, count]) => (
          <li key={outcome}>
            <OutcomeIcon outcome={outcome} />
            {outcomeWord(outcome, language)} <span className="quiet">{format.count(count)}</span>
          </li>
        ))}
    </ul>
  );
}
