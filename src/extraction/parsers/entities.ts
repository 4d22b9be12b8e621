/**
 * HTML character references of text that was escaped once more than it should be ("Casa &amp;amp; jardín" reaches us as
 * "Casa &amp; jardín" after the page's own decoding). Only the references that portals' editors produce: the five of
 * XML, all of Latin-1, and the typographic ones. Source: HTML Standard, "Named character references".
 */

/** Names of U+00A0 to U+00FF, in order. */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['hellip', '…'],
  ['euro', '€'],
  ['trade', '™'],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ...LATIN1.split(' ').map((name, index): [string, string] => [name, String.fromCodePoint(0xa0 + index)]),
]);

/** The semicolon is required: without it "precio&copias" would change. Bounded lengths keep the scan linear. */
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/g;

/** "&amp;amp;amp;" in one step, so that the depth of escaping costs no extra pass. */
const NESTED_AMPERSAND = /&(?:amp;)+/g;

/** Escaping deeper than this was never seen; the bound keeps hostile text ("&#38;#38;…") from costing a pass a level. */
const MOST_PASSES = 3;

/** Text with its character references replaced, also those that were escaped twice; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  let decoded = text;
  for (let pass = 0; pass < MOST_PASSES && decoded.includes('&'); pass += 1) {
    const next = decoded.replace(NESTED_AMPERSAND, '&').replace(REFERENCE, character);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

function character(reference: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? reference;
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : reference;
}
