/**
 * Strict decompression of whole bodies (faults F51–F53): a page that lacks one byte is an error, never a shorter page.
 * Synchronous zlib on the whole body costs a third of an inflating stream, and its output is capped exactly.
 */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { FetchTrouble } from './fetch-trouble.ts';

/** Below this a high ratio is no bomb: a small page of blanks. */
const RATIO_FREE_BYTES = 1 << 20;
/** HTML compresses 5 to 20 times; a hundred times is made on purpose. */
const LARGEST_RATIO = 100;
/** More than two layers are an attack, never a server's habit. */
const MOST_LAYERS = 2;

/** The codings we ask for: those that are decoded here. */
export const ACCEPT_ENCODING = 'gzip, br, deflate';

interface Limits {
  maxOutputLength: number;
}

function inflateEither(body: Uint8Array, limits: Limits & { rejectGarbageAfterEnd: boolean }): Buffer {
  // "deflate" is zlib's format by the book; some servers send it bare. The two-byte header tells them apart (RFC 1950 §2.2).
  const header = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
  const wrapped = ((header >> 8) & 0x0f) === 8 && header % 31 === 0;
  return wrapped ? inflateSync(body, limits) : inflateRawSync(body, limits);
}

const DECODERS: Readonly<Record<string, (body: Uint8Array, limits: Limits) => Buffer>> = {
  // gzip may hold several members, and checks what follows by itself; the others would drop trailing bytes in silence.
  gzip: (body, limits) => gunzipSync(body, limits),
  deflate: (body, limits) => inflateEither(body, { ...limits, rejectGarbageAfterEnd: true }),
  br: (body, limits) => brotliDecompressSync(body, { ...limits, rejectGarbageAfterEnd: true }),
};

function troubleOf(error: unknown, coding: string, wire: number, limit: number, decodedCap: number): FetchTrouble {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    const what =
      limit < decodedCap
        ? `${wire} bytes of ${coding} unpack to more than ${LARGEST_RATIO} times their size`
        : `${wire} bytes of ${coding} unpack to more than the limit of ${decodedCap} bytes`;
    return new FetchTrouble('E_TOO_LARGE', what, error);
  }
  if (code === 'Z_BUF_ERROR') {
    return new FetchTrouble('E_TRUNCATED', `the ${coding} body of ${wire} bytes ends before its end`, error);
  }
  return new FetchTrouble(
    'E_ENCODING',
    `the body of ${wire} bytes is not ${coding}, which its header names: ${code}`,
    error,
  );
}

/** The codings of a `content-encoding` header, outermost last. */
function codingsOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((coding) =>
      coding
        .trim()
        .toLowerCase()
        .replace(/^x-gzip$/, 'gzip'),
    )
    .filter((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Undoes a body's content codings.
 *
 * @param decodedCap most bytes the result may have
 * @throws {FetchTrouble} E_TRUNCATED, E_ENCODING or E_TOO_LARGE
 */
export function decodeBody(body: Uint8Array, contentEncoding: string | undefined, decodedCap: number): Uint8Array {
  const codings = codingsOf(contentEncoding);
  if (codings.length > MOST_LAYERS) {
    throw new FetchTrouble(
      'E_ENCODING',
      `the body is encoded ${codings.length} times (${codings.join(', ').slice(0, 80)})`,
    );
  }
  const wire = body.byteLength;
  const limit = Math.min(decodedCap, Math.max(RATIO_FREE_BYTES, wire * LARGEST_RATIO));
  let decoded = body;
  for (const coding of codings.reverse()) {
    const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (decoder === undefined)
      throw new FetchTrouble('E_ENCODING', `the encoding ${JSON.stringify(coding.slice(0, 40))} is unknown`);
    // A body of no bytes is an empty body, whatever its header says.
    if (decoded.byteLength === 0) return decoded;
    try {
      decoded = decoder(decoded, { maxOutputLength: limit });
    } catch (error) {
      throw troubleOf(error, coding, wire, limit, decodedCap);
    }
  }
  if (decoded.byteLength > decodedCap) {
    throw new FetchTrouble(
      'E_TOO_LARGE',
      `the body of ${decoded.byteLength} bytes is over the limit of ${decodedCap} bytes`,
    );
  }
  return decoded;
}
