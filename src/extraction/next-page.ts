/** Whether a result page is the last one, and the address of the next. */
import type { LastRule, NextDefinition, PageAddress } from './definition-shapes.ts';
import { attributeOf, compileSelector, textOf } from './document.ts';
import { compilePath, scalarText } from './json-path.ts';
import type { PageView } from './page-view.ts';

export interface Counts {
  /** Adverts found, skipped ones too. */
  readonly found: number;
  /** Results the portal claims for the whole search. */
  readonly total: number | null;
}

/** Address of the next page; null = the portal says this is the last one. */
export type NextPage = (page: PageView, counts: Counts) => string | null;

export function compileNext(next: NextDefinition): NextPage {
  const rules = next.last.map(compileRule);
  const addresses = next.address.map(compileAddress);
  return (page, counts) => {
    for (const rule of rules) {
      const last = rule(page, counts);
      if (last === true) return null;
      if (last === false) break;
    }
    for (const address of addresses) {
      const url = address(page);
      if (url !== undefined) return url;
    }
    return null;
  };
}

/** Stands for the number of the next page in a selector. */
const NEXT = '{next}';

/** true: the last page; false: there is another; null: this rule cannot tell. */
type Rule = (page: PageView, counts: Counts) => boolean | null;

function compileRule(rule: LastRule): Rule {
  const { missing, rows_below: fewest, results_per_page: perPage } = rule;
  if (missing !== undefined) {
    const select = missing.includes(NEXT) ? null : compileSelector(missing);
    return (page) => {
      const find = select ?? compileSelector(missing.replaceAll(NEXT, String(page.input.page + 1)));
      return find(page.document()).length === 0;
    };
  }
  if (fewest !== undefined) return (_page, counts) => (counts.found < fewest ? true : null);
  if (perPage !== undefined) {
    const sizes = [perPage].flat().sort((a, b) => a - b);
    return (page, { total, found }) => {
      const size = sizes.find((one) => one >= found) ?? found;
      return total === null || total === 0 ? null : page.input.page >= Math.ceil(total / size);
    };
  }
  const read = compileValue(rule);
  return (page) => judge(rule.is, read(page), page.input.page);
}

function judge(is: LastRule['is'], value: unknown, page: number): boolean | null {
  if (value === undefined) return null;
  if (is === 'last') return isTrue(value);
  const number = Number(scalarText(value)?.replaceAll(',', '') || Number.NaN);
  if (is === 'pages') return Number.isInteger(number) && number > 0 ? page >= number : null;
  return !(Number.isInteger(number) && number > page);
}

function isTrue(value: unknown): boolean | null {
  const text = scalarText(value)?.toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/** undefined = the page has no such value. */
function compileValue(rule: LastRule): (page: PageView) => unknown {
  const { data, attr } = rule;
  const match = rule.match === undefined ? null : new RegExp(rule.match, 'iu');
  const shorten = (value: unknown): unknown => {
    if (match === null || value === undefined) return value;
    const found = match.exec(scalarText(value) ?? '');
    return found === null ? undefined : (found[1] ?? found[0]);
  };
  if (data !== undefined) {
    // A null that is there says something: `next_page: null` ends the search.
    const path = compilePath(rule.path ?? '$');
    return (page) => shorten(path(page.data(data))[0]);
  }
  const select = compileSelector(rule.css ?? '*');
  return (page) => {
    const [element] = select(page.document());
    if (element === undefined) return undefined;
    if (attr !== undefined) return shorten(attributeOf(element, attr) ?? undefined);
    return rule.is === 'last' ? 'true' : shorten(textOf(element));
  };
}

/** undefined = this way does not fit the search's address, or the page has no such link. */
function compileAddress(address: PageAddress): (page: PageView) => string | undefined {
  const matches = address.matches === undefined ? null : new RegExp(address.matches, 'iu');
  const make = address.link === undefined ? compileChange(address) : compileLink(address.link);
  return (page) => {
    const { startUrl } = page.input;
    if (!URL.canParse(startUrl) || (matches !== null && !matches.test(startUrl))) return undefined;
    return make(page);
  };
}

/** Addresses are made from the search's first page: a portal's own links may all lead back to page 1. */
function compileChange({
  query,
  suffix,
  insert,
  before,
  first,
  step,
}: PageAddress): (page: PageView) => string | undefined {
  return ({ input }) => {
    const url = new URL(input.startUrl);
    const number = String(first + input.page * step);
    if (query !== undefined) url.searchParams.set(query, number);
    if (suffix !== undefined) url.pathname = url.pathname.replace(/\/+$/, '') + suffix.replace('{page}', number);
    if (insert !== undefined && before !== undefined) {
      const at = url.pathname.lastIndexOf(before);
      if (at === -1) return undefined;
      url.pathname = url.pathname.slice(0, at) + insert.replace('{page}', number) + url.pathname.slice(at);
    }
    return url.href;
  };
}

function compileLink(link: string): (page: PageView) => string | undefined {
  const select = compileSelector(link);
  return (page) => {
    const [element] = select(page.document());
    const href = element === undefined ? '' : (attributeOf(element, 'href') ?? '').trim();
    const isAddress = href !== '' && !href.startsWith('#') && URL.canParse(href, page.input.base);
    return isAddress ? new URL(href, page.input.base).href : undefined;
  };
}
