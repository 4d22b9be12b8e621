/**
 * Bytes to text (fault F67): byte order mark, then the transport's word, then the page's own in its first 1,024 bytes
 * (WHATWG "sniffing the encoding"), and what is declared is checked against the bytes, because portals declare wrongly.
 */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { FetchTrouble } from './fetch-trouble.ts';

/** Where the page may declare its charset (WHATWG HTML, "prescan"). */
const PRESCAN_BYTES = 1024;
/** More unreadable characters than this and the text is not to be trusted. */
const MOST_UNREADABLE = 0.001;
const SINGLE_BYTE_LATIN = ['windows-1252', 'iso-8859-15'];

export interface DecodedText {
  readonly text: string;
  /** WHATWG name: `utf-8`, `windows-1252`. */
  readonly charset: string;
}

const decoders = new Map<string, TextDecoder>();

/** The decoder of a label, null when nobody knows it. */
function decoderOf(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(label);
    // Labels come from the web: keep the few that exist, not every invention.
    decoders.set(label, decoder);
    return decoder;
  } catch {
    return null;
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return null;
}

/** The charset parameter of a `content-type` header. */
export function transportCharset(contentType: string | undefined): string | null {
  return /;\s*charset\s*=\s*["']?\s*([^\s;"']+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null;
}

function declaredInPage(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PRESCAN_BYTES)).toString(
    'latin1',
  );
  const open = head.replace(/<!--[\s\S]*?(-->|$)/g, '');
  const label = /<meta\b[^>]*?charset\s*=\s*["']?\s*([^\s;"'/>]+)/i.exec(open)?.[1]?.toLowerCase() ?? null;
  // A page whose meta element could be read as ASCII is not UTF-16 (WHATWG).
  return label !== null && /^utf-?16/.test(label) ? 'utf-8' : label;
}

function count(text: string, wanted: (code: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < text.length; i++) if (wanted(text.charCodeAt(i))) found++;
  return found;
}

const REPLACEMENT = 0xfffd;
const isReplacement = (code: number): boolean => code === REPLACEMENT;

/** Text that should be UTF-8 and is not quite: windows-1252, or UTF-8 with a few damaged characters. */
function repaired(bytes: Uint8Array): DecodedText {
  const text = decoderOf('utf-8')?.decode(bytes) ?? '';
  const unreadable = count(text, isReplacement);
  const readable = count(text, (code) => code > 0x7f && code !== REPLACEMENT);
  if (unreadable <= readable) return { text, charset: 'utf-8' };
  return { text: decoderOf('windows-1252')?.decode(bytes) ?? '', charset: 'windows-1252' };
}

function utf8Text(bytes: Uint8Array): string {
  const start = byteOrderMark(bytes) === 'utf-8' ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8');
}

/** `decoder` is what the page says it is; bytes that are plainly UTF-8 win over a Latin label (they cannot be both). */
function decodeAs(bytes: Uint8Array, decoder: TextDecoder): DecodedText {
  const declared = decoder.encoding;
  if (declared === 'utf-8' || SINGLE_BYTE_LATIN.includes(declared)) {
    if (isUtf8(bytes)) return { text: utf8Text(bytes), charset: 'utf-8' };
    if (declared === 'utf-8') return repaired(bytes);
  }
  return { text: decoder.decode(bytes), charset: declared };
}

/**
 * Text of a body.
 *
 * @throws {FetchTrouble} E_CHARSET when more than 0.1 % of its characters could not be read
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): DecodedText {
  const label = byteOrderMark(bytes) ?? transportCharset(contentType) ?? declaredInPage(bytes) ?? 'utf-8';
  const decoder = decoderOf(label) ?? decoderOf(declaredInPage(bytes) ?? 'utf-8') ?? decoderOf('utf-8');
  const decoded = decodeAs(bytes, decoder as TextDecoder);
  // Nearly every page ends here: one native search instead of a loop over 300,000 characters.
  if (!decoded.text.includes('\ufffd')) return decoded;
  const unreadable = count(decoded.text, isReplacement);
  if (unreadable > decoded.text.length * MOST_UNREADABLE) {
    throw new FetchTrouble(
      'E_CHARSET',
      `${unreadable} of ${decoded.text.length} characters cannot be read as ${decoded.charset}`,
    );
  }
  return decoded;
}
