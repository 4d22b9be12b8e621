/** What a page without adverts is: proven empty, blocked, gone — or a layout that the definition does not know. */
import type { Extraction } from './contract.ts';
import { compileCondition, describeCondition } from './condition.ts';
import type { Test } from './condition.ts';
import type { Condition, PlaceDefinition } from './definition-shapes.ts';
import { compileAlternative } from './alternative.ts';
import type { PageView } from './page-view.ts';

interface Marker {
  readonly name: string;
  readonly holds: Test;
}

export interface Markers {
  /** The first mark of this kind that the page bears, or null. */
  find(kind: 'empty' | 'blocked' | 'gone', page: PageView): string | null;
}

export function compileMarkers(place: Readonly<Record<'empty' | 'blocked' | 'gone', readonly Condition[]>>): Markers {
  const compileAll = (conditions: readonly Condition[]): readonly Marker[] =>
    conditions.map((condition) => ({ name: describeCondition(condition), holds: compileCondition(condition) }));
  const markers = { empty: compileAll(place.empty), blocked: compileAll(place.blocked), gone: compileAll(place.gone) };
  return { find: (kind, page) => markers[kind].find((marker) => marker.holds(page, null))?.name ?? null };
}

/**
 * A page without adverts. A block or a page that is gone explains it; "no results" must be shown, and not contradicted
 * by a total: else the layout has changed (D20).
 */
export function classifyBarren(page: PageView, markers: Markers, total: number | null, looked: string): Extraction {
  const blocked = markers.find('blocked', page);
  if (blocked !== null) return { kind: 'blocked', marker: blocked };
  const gone = markers.find('gone', page);
  if (gone !== null) return { kind: 'gone', marker: gone };
  if (total !== null && total > 0) {
    return { kind: 'layout_changed', message: `the page claims ${total} results, and none was found: ${looked}` };
  }
  const empty = markers.find('empty', page);
  if (empty !== null) return { kind: 'empty', marker: empty };
  if (total === 0) return { kind: 'empty', marker: 'total 0' };
  return {
    kind: 'layout_changed',
    message: `no adverts were found, and the page does not say that there are none: ${looked}`,
  };
}

/** A sentence when the portal answered another search than the one asked for, else null. */
export type PlaceCheck = (page: PageView) => string | null;

export function compilePlace(place: PlaceDefinition | undefined): PlaceCheck {
  if (place === undefined) return () => null;
  const asked = new RegExp(place.asked, 'iu');
  const found = place.found.map(compileAlternative);
  return (page) => {
    const words = asked.exec(page.input.requestedUrl)?.[1];
    const word = words === undefined ? '' : longestWord(words);
    if (word === '') return null;
    for (const read of found) {
      for (const raw of read(page, null)) {
        if (!plain(String(raw)).includes(word))
          return `asked for ${JSON.stringify(words)}, the page is of ${JSON.stringify(String(raw).slice(0, 200))}`;
      }
    }
    return null;
  };
}

/** `san-pedro-tlaquepaque` and `tlaquepaque` are the same place: its longest word names it. */
function longestWord(words: string): string {
  const [longest] = plain(words)
    .split(/[^a-z0-9]+/)
    .sort((a, b) => b.length - a.length);
  return longest ?? '';
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
