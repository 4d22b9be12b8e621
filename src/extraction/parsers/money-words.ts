/** The words around an amount, in the languages of the six portals and of their sisters whose pages were seen (es, it, nl, en). */

export type Operation = 'sale' | 'rent' | 'auction';
export type Period = 'day' | 'week' | 'month' | 'year';

/**
 * Source of a currency mark. Upper and lower case only as seen: "MN" must not be found inside "himno". Longer marks
 * stand first, as an alternation takes the first that fits.
 */
export const CURRENCY = String.raw`U\$[SD]|US\$|MX\$|[Uu][Ss][Dd]|[Mm][Xx][NnPp]|EUR|ARS|M\.N\.|MN|DLL?S|[Dd]lls?\.?|\$|€|[Dd][oó]lares|[Pp]esos|[Ee]uros?`;

/** ISO 4217 code of a mark; `text` is the whole price, which decides what a lone "$" is. */
export function currencyOf(mark: string, text: string): string {
  const upper = mark.toUpperCase();
  if (upper === '$' || upper === 'PESOS') return /expensas/i.test(text) ? 'ARS' : 'MXN';
  if (upper.startsWith('US') || upper.startsWith('U$') || upper.startsWith('D')) return 'USD';
  if (upper.startsWith('E') || upper === '€') return 'EUR';
  return upper === 'ARS' ? 'ARS' : 'MXN';
}

/** An answer in place of a price. */
export const CONSULT =
  /consult|solicit|pregunt|a convenir|a tratar|sin precio|no disponible|richiesta|riservata|aanvraag|on request|ask for|contact/i;

/** "desde" at the end of what stands before the amount, also glued ("desdeMN 4,830,000"). */
export const FROM = /(?<!\p{L})(?:desde|a partir de|from|vanaf|da)$/iu;

export const LEADING_PRICE_WORD = /^[+~ ]*(?:precio|price|prezzo|prijs)?(?: de(?= ))?[: ]*/i;

const OPERATIONS: readonly (readonly [Operation, RegExp])[] = [
  ['rent', /^(?:en )?(?:renta|alquiler|arriendo|rent|affitto|huur)(?!\p{L})/iu],
  ['sale', /^(?:en )?(?:venta|compra|sale|vendita|koop)(?!\p{L})/iu],
  ['auction', /^(?:en )?(?:remate|subasta|auction)(?!\p{L})/iu],
];

/** The operation at the start of the words before an amount. */
export function operationIn(words: string): Operation | null {
  return OPERATIONS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** What {@link operationIn} found, wherever it ends the words ("Renta:" before a second price). */
export const OPERATION_BEFORE =
  /(?<!\p{L})(?:en )?(?:renta|alquiler|arriendo|rent|affitto|huur|venta|compra|sale|vendita|koop|remate|subasta|auction)(?!\p{L})/iu;

export const MAINTENANCE =
  /(?:cuota de )?mantenimiento|expensas|gastos comunes|maintenance|servicekosten|spese condominiali/i;

export const RANGE_JOIN = '(?:-|–|—|a|hasta|y)';

export const PER_AREA = /^ ?(?:\/|por|x|al|el|per) ?(?:m ?[²2]|mt2|mts2|metro cuadrado|mq)(?!\p{L})/iu;

const PERIOD_WORDS: readonly (readonly [Period, string])[] = [
  ['month', 'mes|mensual(?:es)?|mensualidad|month|monthly|maand|mese'],
  ['week', 'semana(?:l|les)?|week|settimana'],
  ['year', 'a[ñn]o|anual(?:es)?|year|jaar|anno'],
  ['day', 'd[ií]a|diari[oa]s?|noche|day|night|giorno|notte|dag|nacht'],
];

export const PERIOD = new RegExp(
  `^ ?(?:/|p/|al?|por|la|per|pro|a la|cada)? ?(?:${PERIOD_WORDS.map(([, words]) => words).join('|')})(?!\\p{L})`,
  'iu',
);

const PERIODS: readonly (readonly [Period, RegExp])[] = PERIOD_WORDS.map(([period, words]) => [
  period,
  new RegExp(`(?:${words})$`, 'iu'),
]);

/** The period in what {@link PERIOD} matched. */
export function periodOf(words: string): Period | null {
  return PERIODS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Marks without meaning at either end of the words beside an amount. */
export const PUNCTUATION = /^[\s:;,.+*|·•/\-–—]+|[\s:;,.+*|·•/\-–—]+$/gu;
