/** The stable address of an advert, out of the link a card shows. */
import { decodeBase64 } from './base64.ts';
import { detach, foldText } from './text.ts';

/** What of a link does not name the advert. */
export interface AddressRules {
  /** Query parameters to drop; a name may end in "*" (`n_*`, `utm_*`), and "*" alone drops the whole query. */
  readonly dropParameters?: readonly string[];
  /** Keep what follows "#". @default false */
  readonly keepFragment?: boolean;
  /** The query parameter of a click-tracking link that holds the real address, such as `detailPageUrl`. */
  readonly innerParameter?: string;
  /** The attribute holds the link in base64. Plain links are still read. @default false */
  readonly base64?: boolean;
}

/** Longer is no address of an advert (the field's own limit is 2,083), but a click link may wrap one. */
const LONGEST_LINK = 8192;

/** Click links wrap the portal's link, which may wrap another; deeper was never seen. */
const MOST_WRAPPERS = 3;

/**
 * The address resolved against the page's, unwrapped, without tracking, fragment and credentials; host in lower case and the
 * rest of path and query as written.
 * @param base address of the page (after redirects, and with its `<base>` applied)
 * @returns null when it is no http or https address, or a click link on another host that holds no inner address: those are
 *   signed and time-stamped, so that one would never name the same advert twice
 */
export function canonicalAddress(link: string, base: string, rules: AddressRules = {}): string | null {
  if (link.length > LONGEST_LINK) return null;
  const trimmed = foldLink(link);
  const plain = rules.base64 === true ? (decodedLink(trimmed) ?? trimmed) : trimmed;
  // "#" leads to the page itself, which is no advert.
  const resolved = plain === '' || plain.startsWith('#') ? null : URL.parse(plain, base);
  const url =
    resolved === null || rules.innerParameter === undefined ? resolved : unwrap(resolved, base, rules.innerParameter);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  url.username = '';
  url.password = '';
  if (rules.keepFragment !== true) url.hash = '';
  if (rules.dropParameters !== undefined && url.search !== '')
    url.search = keptQuery(url.search.slice(1), rules.dropParameters);
  return detach(url.href);
}

/** The id of an advert in its address or in any text: the pattern's first group, or its whole match. */
export function idFrom(text: string, pattern: RegExp): string | null {
  if (text.length > LONGEST_LINK) return null;
  // A pattern with the flag g or y would remember where it stopped in another row's text.
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  const id = foldText(match?.[1] ?? match?.[0] ?? '');
  return id === '' ? null : detach(id);
}

/** Attributes hold links with spaces and line ends around them, and "&amp;" when they were escaped twice. */
function foldLink(link: string): string {
  return link.trim().replace(/&(?:amp;)+/g, '&');
}

/** Only what looks like a link: "detalle" is valid base64 by its letters, and stays a path. */
function decodedLink(text: string): string | null {
  const decoded = decodeBase64(text)?.trim() ?? null;
  return decoded !== null && /^(?:https?:\/\/|\/)/i.test(decoded) ? decoded : null;
}

function unwrap(outer: URL, base: string, parameter: string): URL | null {
  let url = outer;
  for (let depth = 0; depth < MOST_WRAPPERS; depth += 1) {
    const inner = url.searchParams.get(parameter);
    if (inner === null || inner === '') break;
    const found = URL.parse(decodedLink(inner) ?? inner, base);
    if (found === null) return null;
    url = found;
  }
  if (url !== outer) return url;
  return outer.host === URL.parse(base)?.host ? outer : null;
}

function keptQuery(query: string, dropped: readonly string[]): string {
  const kept = query.split('&').filter((pair) => pair !== '' && !dropped.some((rule) => fits(nameOf(pair), rule)));
  return kept.join('&');
}

function nameOf(pair: string): string {
  const at = pair.indexOf('=');
  return at === -1 ? pair : pair.slice(0, at);
}

function fits(name: string, rule: string): boolean {
  return rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule;
}
