/** Conditions of a definition: skip rules, markers, `when`. */
import type { Condition } from './definition-shapes.ts';
import { attributeOf, compileSelector, isShown, textOf } from './document.ts';
import type { PageElement } from './document.ts';
import { compilePath } from './json-path.ts';
import type { Item, PageView, RowView } from './page-view.ts';

export type Test = (page: PageView, row: RowView | null) => boolean;

export function compileCondition(condition: Condition): Test {
  const { text, html, address } = condition;
  if (text !== undefined) return onPage(text, (page) => page.visibleText());
  if (html !== undefined) return onPage(html, (page) => page.input.text);
  if (address !== undefined) return onPage(address, (page) => page.input.url);
  const { from, data } = condition;
  const ofItem = compileItemTest(condition);
  if (from !== undefined) {
    return (page, row) => {
      const item = row?.item(from) ?? null;
      return item !== null && ofItem(page, item);
    };
  }
  if (data !== undefined) return (page) => ofItem(page, { kind: 'json', value: page.data(data) });
  return (page) => ofItem(page, null);
}

/** A condition on one advert (null: the whole document), whatever its source. */
export function compileItemTest(condition: Condition): (page: PageView, item: Item | null) => boolean {
  const readValues = compileValues(condition);
  const { equals, matches, present } = condition;
  const expression = matches === undefined ? null : new RegExp(matches, 'iu');
  return (page, item) => {
    const values = readValues(page, item);
    if (present === false) return values.length === 0;
    if (equals !== undefined) return values.some((value) => value === equals || String(value) === String(equals));
    if (expression !== null) return values.some((value) => expression.test(String(value)));
    return values.length > 0;
  };
}

function compileValues(condition: Condition): (page: PageView, item: Item | null) => readonly unknown[] {
  const { attr } = condition;
  const path = compilePath(condition.path ?? '$');
  const select = condition.css === undefined ? null : compileSelector(condition.css);
  const shows = condition.attr === undefined && condition.equals === undefined;
  const read = (element: PageElement): unknown =>
    attr === undefined ? textOf(element).trim() : attributeOf(element, attr);
  return (page, item) => {
    if (item?.kind === 'json') return path(item.value).filter((value) => value !== null && value !== undefined);
    const root = item?.element ?? page.document();
    const elements = select === null ? (item === null ? [] : [item.element]) : select(root);
    // A hidden "no longer available" stands on live pages too: a mark must be shown to the reader.
    const seen = select !== null && shows ? elements.filter(isShown) : elements;
    return seen.map(read).filter((value) => value !== null);
  };
}

function onPage(pattern: string, textOfPage: (page: PageView) => string): Test {
  const expression = new RegExp(pattern, 'iu');
  return (page) => expression.test(textOfPage(page));
}

/** A condition as `site test` and faults show it. */
export function describeCondition(condition: Condition): string {
  return Object.entries(condition)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}
