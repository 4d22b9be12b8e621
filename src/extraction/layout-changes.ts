/** Pages that are not what they used to be (fault F65): what the sentence says, and where the lost things may stand now. */
import { describe } from './alternative.ts';
import type { Extraction, FieldReport } from './contract.ts';
import type { Alternative, DetailDefinition, ListDefinition, SourceDefinition } from './definition-shapes.ts';
import { containerCandidates, describeCandidates, fieldCandidates } from './diagnose.ts';
import { elementsIn } from './document.ts';
import { vanishedFields } from './drift.ts';
import type { Vanished } from './drift.ts';
import type { Found, Item, PageView } from './page-view.ts';

/** A page without adverts where they were expected: where they may stand now. */
export function withCandidates(barren: Extraction, page: PageView, list: ListDefinition): Extraction {
  if (barren.kind !== 'layout_changed') return barren;
  const candidates = list.rows.flatMap((name) => {
    const source = list.sources[name];
    return source === undefined ? [] : containerCandidates(page, source);
  });
  return { ...barren, message: `${barren.message}; ${describeCandidates(candidates)}`, candidates };
}

interface ReadList {
  readonly page: PageView;
  readonly list: ListDefinition;
  readonly primary: string;
  readonly found: Found;
  readonly reports: readonly FieldReport[];
  readonly hasNext: boolean;
}

/** Adverts came, but not as they use to be (F65); null = all is well. */
export function driftOf({ page, list, primary, found, reports, hasNext }: ReadList): Extraction | null {
  const least = list.expect?.rows ?? 0;
  if (hasNext && countOf(found) < least) {
    const source = list.sources[primary];
    const candidates = source === undefined ? [] : containerCandidates(page, source);
    const message = `${countOf(found)} adverts (${primary}: ${describeSource(source)}) on a page that another one follows, at least ${least} are expected`;
    return { kind: 'layout_changed', message: `${message}; ${describeCandidates(candidates)}`, candidates };
  }
  const [worst, ...others] = vanishedFields(reports, list.expect, page.input.usual ?? {});
  return worst === undefined ? null : vanished(worst, others, page, found.items, list.fields[worst.field] ?? []);
}

function vanished(
  worst: Vanished,
  others: readonly Vanished[],
  page: PageView,
  items: readonly Item[],
  alternatives: readonly Alternative[],
): Extraction {
  const candidates = fieldCandidates(page, items, worst.field, alternatives);
  const looked = alternatives.map(describe).join(' | ');
  const also = others.length === 0 ? '' : `; also ${others.map(({ field }) => field).join(', ')}`;
  const message = `${worst.field} is on ${worst.filled} of ${worst.rows} adverts (${worst.expected})${also}; looked for ${looked}; ${describeCandidates(candidates)}`;
  return { kind: 'layout_changed', message, candidates };
}

/** A detail page without what makes it one: where that may stand now. */
export function withMissing(
  barren: Extract<Extraction, { kind: 'layout_changed' }>,
  page: PageView,
  detail: DetailDefinition,
  missing: readonly string[],
): Extraction {
  const [root] = elementsIn(page.document());
  const items: readonly Item[] = root === undefined ? [] : [{ kind: 'element', element: root }];
  const candidates = missing.flatMap((column) => fieldCandidates(page, items, column, detail.fields[column] ?? []));
  return { ...barren, message: `${barren.message}; ${describeCandidates(candidates)}`, candidates };
}

/** Adverts on the page, skipped ones too. */
export function countOf(found: Found): number {
  return found.items.length + found.skipped;
}

export function describeSource(source: SourceDefinition | undefined): string {
  return source?.css ?? `${source?.data ?? ''} ${source?.path ?? ''}`.trim();
}
