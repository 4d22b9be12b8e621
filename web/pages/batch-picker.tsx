import type { ReactNode } from 'react';
import { useBatches } from '../data/queries.ts';
import { ChooseOne } from '../parts/choose.tsx';
import { hrefOf } from '../routing/address.ts';
import { navigate } from '../routing/hash-route.ts';
import type { Query } from '../routing/address.ts';
import type { Page } from '../routing/pages.ts';
import { useFormat, useWords } from '../words/language.tsx';

/** Which batch a page shows: the newest, until one is chosen. */
export function BatchPicker({ page, query }: { readonly page: Page; readonly query: Query }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const batches = useBatches().data?.items ?? [];
  const chosen = query['batch'] ?? 'last';
  const known = batches.map((batch) => ({ value: batch.id, label: `${batch.id} · ${format.day(batch.startedAt)}` }));
  const choices = [{ value: 'last', label: words.newestBatch }, ...known];
  // A link to a batch that is not listed (any more) says so by itself.
  if (!choices.some(({ value }) => value === chosen)) choices.push({ value: chosen, label: chosen });
  return (
    <ChooseOne
      name={words.batch}
      choices={choices}
      chosen={chosen}
      choose={(batch) => navigate(hrefOf([page], { ...query, batch: batch === 'last' ? undefined : batch }))}
    />
  );
}
