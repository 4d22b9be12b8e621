/** Words as people and programs really write them: compared without case, accents, punctuation and broken encodings. */

/** `Casas_y_Terrenos`, `casas y terrenos` and `CASAS-Y-TERRENOS` are one word. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** `Tlajomulco de Zúñiga` as it stands in URLs: `tlajomulco-de-zuniga`. */
export function slugOf(text: string): string {
  return plainWord(text).replaceAll(' ', '-');
}

/** Windows-1252 gives the bytes 80–9F characters of their own; all others stand for themselves. */
function windows1252(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('windows-1252');
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}

let bytesOf: ReadonlyMap<string, number> | null = null;

/** Both halves of a character that was encoded twice: `Ã¡`, `Ã±`, `Â°`. */
const TWICE_ENCODED = /[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]/;

/**
 * Text that is right again when it was UTF-8 read as Windows-1252 and written once more: `TonalÃ¡` becomes `Tonalá`.
 * Any other text comes back as it was.
 */
export function repairEncoding(text: string): string {
  if (!TWICE_ENCODED.test(text)) return text;
  bytesOf ??= windows1252();
  const bytes: number[] = [];
  for (const character of text) {
    const byte = bytesOf.get(character);
    if (byte === undefined) return text;
    bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    // Not twice-encoded after all: the text is right as it is.
    return text;
  }
}
