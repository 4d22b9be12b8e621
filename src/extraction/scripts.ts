/** Finds a page's scripts without building a DOM: what most portals tell stands in one of them. */

export interface Script {
  /** The opening tag's attributes, as written. */
  readonly attributes: string;
  /** Where the content begins and ends in the page's text. */
  readonly start: number;
  readonly end: number;
}

const SCRIPT_OR_COMMENT = /<(?:script(?=[\s>/])|!--)/gi;

/** Scripts inside HTML comments are none (a comment may well name `__NEXT_DATA__`). */
export function findScripts(html: string): readonly Script[] {
  const scripts: Script[] = [];
  const opening = new RegExp(SCRIPT_OR_COMMENT);
  for (let found = opening.exec(html); found !== null; found = opening.exec(html)) {
    const at = found.index;
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 2);
      if (end === -1) break;
      opening.lastIndex = end + 3;
      continue;
    }
    const start = endOfTag(html, at + 7);
    if (start === -1) break;
    const end = endOfScript(html, start);
    scripts.push({ attributes: html.slice(at + 7, start - 1), start, end });
    opening.lastIndex = end;
  }
  return scripts;
}

/** Just behind the `>` that ends a tag; quoted values may contain one. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const letter = html[at];
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at + 1;
  }
  return -1;
}

function endOfScript(html: string, from: number): number {
  const closing = /<\/script/gi;
  closing.lastIndex = from;
  return closing.exec(html)?.index ?? html.length;
}

const ATTRIBUTE = /([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

/** Value of one attribute of the script's tag, or null. */
export function scriptAttribute(script: Script, name: string): string | null {
  for (const found of script.attributes.matchAll(ATTRIBUTE)) {
    if (found[1]?.toLowerCase() === name) return found[2] ?? found[3] ?? found[4] ?? '';
  }
  return null;
}
