import type { ReactNode } from 'react';
import { selectorBody } from '../../data/selector-query.ts';
import { useMay } from '../../data/session.ts';
import { useAct } from '../../parts/acting.ts';
import type { Query } from '../../routing/address.ts';
import { useWords } from '../../words/language.tsx';

const FAILED = new Set(['failed', 'permanently_failed']);

/** Offered when the list holds failures only: then "all that fit" is what the reader sees. */
export function RetryAll({ query, total }: { readonly query: Query; readonly total: number }): ReactNode {
  const words = useWords();
  const act = useAct();
  const may = useMay('operator');
  const statuses = (query['status'] ?? '').split(',').filter(Boolean);
  if (!may || total === 0 || statuses.length === 0 || !statuses.every((status) => FAILED.has(status))) return null;
  return (
    <button
      type="button"
      onClick={() =>
        void act(
          { action: 'retry', selector: selectorBody(query) },
          { title: words.tasks.retryTitle(total), body: words.tasks.retryBody, verb: words.tasks.retryVerb },
        )
      }
    >
      {words.tasks.retryAll(total)}
    </button>
  );
}
