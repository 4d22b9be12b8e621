/** A page that sends its reader on by itself (`<meta http-equiv="refresh" content="0; url=…">`): a redirect like any other (fault F72). */
import type { RawAnswer } from './exchange.ts';

/** Where such an element stands: in the head. */
const HEAD = 16_384;
/** Later than this a page reloads itself, for readers who stay. */
const LONGEST_SECONDS = 15;
/** What a browser with scripts does not see, or nobody sees. */
const UNSEEN = /<!--[\s\S]*?(?:-->|$)|<(script|style|noscript|template)\b[\s\S]*?(?:<\/\1[^>]*>|$)/gi;
const META = /<meta\b([^>]{0,1000})>/gi;
const REFRESH = /http-equiv\s*=\s*["']?\s*refresh\b/i;
const CONTENT = /content\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const TARGET = /^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*url\s*=\s*["']?\s*([^"'\s]+)/i;

/** The address the page sends on to, as it is written; null when it stays, or goes to itself. */
export function metaRefresh(text: string, url: URL): string | null {
  const head = text.slice(0, HEAD);
  if (!/http-equiv/i.test(head)) return null;
  for (const [, attributes = ''] of head.replace(UNSEEN, '').matchAll(META)) {
    if (!REFRESH.test(attributes)) continue;
    const content = CONTENT.exec(attributes);
    const target = TARGET.exec((content?.[1] ?? content?.[2] ?? '').replaceAll('&amp;', '&'));
    if (target === null || Number(target[1]) > LONGEST_SECONDS) return null;
    const address = target[2] ?? '';
    const isSelf = URL.canParse(address, url.href) && new URL(address, url.href).href === url.href;
    return isSelf ? null : address;
  }
  return null;
}

/** The answer as the redirect that its page is; null when the page stays. */
export function asRedirect(answer: RawAnswer, text: string, url: URL): RawAnswer | null {
  const location = metaRefresh(text, url);
  return location === null ? null : { ...answer, status: 302, headers: { ...answer.headers, location } };
}
