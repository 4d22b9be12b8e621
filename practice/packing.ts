/** Rendered pages in the encodings that were asked for, kept so that serving costs the machine next to nothing. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Answer } from './portal.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

export interface Packed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The best of what a client accepts; `q=0` refuses. */
export function encodingFor(acceptEncoding: string): Encoding {
  const accepted = acceptEncoding
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.replace(/;.*$/, ''));
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}

/** A middling quality: portals' edges compress on the fly, and benchmarks must not wait for us. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 5;
/** Smaller bodies are sent as they are. */
const WORTH_PACKING = 600;

export function pack(answer: Answer, encoding: Encoding): Packed {
  const raw = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : Buffer.from(answer.body);
  const plain = encoding === 'identity' || raw.length < WORTH_PACKING || 'content-encoding' in answer.headers;
  if (plain)
    return { status: answer.status, headers: { ...answer.headers, 'content-length': String(raw.length) }, body: raw };
  const body =
    encoding === 'br'
      ? brotliCompressSync(raw, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
        })
      : gzipSync(raw, { level: GZIP_LEVEL });
  const headers = {
    ...answer.headers,
    'content-encoding': encoding,
    vary: 'accept-encoding',
    'content-length': String(body.length),
  };
  return { status: answer.status, headers, body };
}

export interface PackedPages {
  /** The page under `key`, made and packed when it is not at hand. */
  get(key: string, make: () => Packed): Packed;
  clear(): void;
}

/** Least recently used pages leave first. */
export function createPackedPages(mostBytes: number): PackedPages {
  const pages = new Map<string, Packed>();
  let bytes = 0;
  return {
    get: (key, make) => {
      const known = pages.get(key);
      if (known !== undefined) {
        pages.delete(key);
        pages.set(key, known);
        return known;
      }
      const made = make();
      pages.set(key, made);
      bytes += made.body.length;
      for (const [oldest, page] of pages) {
        if (bytes <= mostBytes || oldest === key) break;
        pages.delete(oldest);
        bytes -= page.body.length;
      }
      return made;
    },
    clear: () => {
      pages.clear();
      bytes = 0;
    },
  };
}
