/** Descriptions that portals keep as HTML (CyT's flight data, Inm24's avisoInfo), turned into plain text. */
import { cleanText, detach, foldText } from './text.ts';

/**
 * One tag or declaration. Quoted attribute values may hold ">" but not "<": so a scan never passes the next "<", and
 * the whole text is read once whatever its quotes do.
 */
const TAG = /<(?:!--|(\/?)([a-z][a-z0-9:-]{0,30})[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>|[!?][^<>]*>)/gi;

/** Elements whose content is not text for readers. */
const UNSEEN = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'math',
  'head',
  'title',
  'textarea',
]);

/** Elements inside a word or a unit ("m<sup>2</sup>"): removed without leaving a space. */
const INLINE = new Set([
  'a',
  'abbr',
  'b',
  'em',
  'font',
  'i',
  'mark',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'wbr',
]);

/** What still looks like the start of a tag after stripping: set apart, so that no program takes it for one. */
const TAG_START = /<(?=[a-z/!?])/gi;

/**
 * Plain text of HTML, also when it was escaped twice: scripts, styles, comments and tags removed, references decoded,
 * then cleaned as {@link cleanText} does. "menos de < 5 km" keeps its sign. No tag survives, not even one that the
 * removal of others puts together.
 */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return cleanText(html);
  const once = foldText(stripTags(html));
  const twice = once.includes('<') ? foldText(stripTags(once)) : once;
  // Last of all: decoding, removing invisible characters and stripping can each put "<" and a name together.
  return detach(twice.replace(TAG_START, '< '));
}

function stripTags(html: string): string {
  let text = '';
  let end = 0;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag !== null; tag = TAG.exec(html)) {
    text += html.slice(end, tag.index);
    const name = tag[2]?.toLowerCase();
    const closes = tag[1] === '/';
    const after =
      name === undefined
        ? endOfDeclaration(html, tag[0], TAG.lastIndex)
        : closes || !UNSEEN.has(name)
          ? TAG.lastIndex
          : endOfElement(html, name, TAG.lastIndex);
    if (name === undefined || !INLINE.has(name)) text += ' ';
    end = after;
    TAG.lastIndex = after;
  }
  return text + html.slice(end);
}

/** A comment ends at "-->"; an open one swallows the rest, as in browsers. */
function endOfDeclaration(html: string, tag: string, from: number): number {
  if (tag !== '<!--') return from;
  const end = html.indexOf('-->', from);
  return end === -1 ? html.length : end + 3;
}

/** End of an unseen element's content; an open one swallows the rest, as in browsers. */
function endOfElement(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}(?![a-z0-9:-])`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (found === null) return html.length;
  const end = html.indexOf('>', closing.lastIndex);
  return end === -1 ? html.length : end + 1;
}
