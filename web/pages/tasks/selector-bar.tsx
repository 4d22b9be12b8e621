import type { ReactNode } from 'react';
import type { Coverage } from '../../../src/monitoring/task-shape.ts';
import { phaseWord, statusWord } from '../../../src/wording/states.ts';
import { useCoverage } from '../../data/queries.ts';
import { SELECTOR_FIELDS, toggled } from '../../data/selector-query.ts';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { STATUS_LIST, VERDICT_LIST } from '../../marks/outcome.ts';
import { ChooseMany } from '../../parts/choose.tsx';
import type { Choice } from '../../parts/choose.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import { useLanguage, useWords } from '../../words/language.tsx';

type Field = (typeof SELECTOR_FIELDS)[number];
const PLACES = ['site', 'city', 'operation', 'product'] as const;

/** The selector language, one list a field. */
export function SelectorBar({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const coverage = useCoverage(query['batch'] ?? 'last').data;
  const choose = (field: Field, choices: readonly Choice[]): ReactNode => (
    <ChooseMany
      key={field}
      name={words.fields[field]}
      choices={choices}
      chosen={(query[field] ?? '').split(',').filter(Boolean)}
      toggle={(value) => navigate(hrefOf(['tasks'], { ...query, [field]: toggled(query[field], value) }), 'replace')}
    />
  );
  const isNarrowed = SELECTOR_FIELDS.some((field) => field !== 'batch' && (query[field] ?? '') !== '');
  return (
    <div className="selector" role="group" aria-label={words.tasks.filters}>
      {PLACES.map((field) => choose(field, valuesIn(coverage, field, query[field])))}
      {choose(
        'phase',
        (['main', 'detail'] as const).map((value) => ({ value, label: phaseWord(value, language) })),
      )}
      {choose(
        'status',
        STATUS_LIST.map((value) => ({ value, label: statusWord(value, language) })),
      )}
      {choose(
        'verdict',
        VERDICT_LIST.map((value) => ({ value, label: <VerdictMark verdict={value} /> })),
      )}
      {(query['error'] ?? '') !== '' &&
        choose(
          'error',
          (query['error'] ?? '').split(',').map((value) => ({ value, label: value })),
        )}
      {isNarrowed && (
        <a className="clear" href={hrefOf(['tasks'], { batch: query['batch'] })}>
          {words.tasks.clear}
        </a>
      )}
    </div>
  );
}

/** The values that occur in the batch, and those chosen in the address though they do not. */
function valuesIn(
  coverage: Coverage | undefined,
  field: (typeof PLACES)[number],
  chosen: string | undefined,
): readonly Choice[] {
  const counts = new Map<string, number>();
  for (const cell of coverage?.cells ?? []) counts.set(cell[field], (counts.get(cell[field]) ?? 0) + cell.tasks.length);
  for (const value of (chosen ?? '').split(',').filter(Boolean)) if (!counts.has(value)) counts.set(value, 0);
  return [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([value, count]) => ({ value, label: value, count }));
}
