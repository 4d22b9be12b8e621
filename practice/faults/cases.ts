/** The faults of the network and of HTTP, by address (facts: reliability §2.5). Each is answered byte by byte. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import type { FaultCase } from './server.ts';

/** A page of listings with accents, closed as it should be. */
export const WHOLE_PAGE = `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Casas en venta en Tonalá</title></head><body>${Array.from(
  { length: 300 },
  (_, i) =>
    `<article data-id="${i}"><h2>Casa ${i} en Jardín de la Cañada</h2><p>$ ${(i + 1) * 13_577} MXN</p></article>`,
).join('')}</body></html>`;

const PAGE = Buffer.from(WHOLE_PAGE);
const HALF = PAGE.subarray(0, PAGE.length / 2);

/** Status line, headers and body as they are given; nothing is added but the final blank line. */
export function raw(status: string, headers: readonly string[], body: Uint8Array | string = ''): FaultCase {
  return (socket) => {
    socket.write([`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n'));
    if (body.length > 0) socket.write(body);
  };
}

/** As `raw`, with the right Content-Length. */
export function whole(status: string, headers: readonly string[], body: Uint8Array | string = ''): FaultCase {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return raw(status, [...headers, `Content-Length: ${bytes.byteLength}`], bytes);
}

const HTML = 'Content-Type: text/html; charset=utf-8';
const page = (headers: readonly string[], body: Uint8Array | string): FaultCase =>
  whole('200 OK', [HTML, ...headers], body);

const thenEnd =
  (answer: FaultCase): FaultCase =>
  (socket, request) => {
    answer(socket, request);
    socket.end();
  };

/** A gzip of a bomb is made once, when first asked for. */
function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => (made ??= make());
}

const gzipBomb = once(() => gzipSync(Buffer.alloc(64 << 20)));
const brotliBomb = once(() => brotliCompressSync(Buffer.alloc(64 << 20), { params: { 1: 3 } }));

/** Writes `chunk` again and again until the client leaves. */
function forever(socket: Socket, chunk: Uint8Array): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

const drip: FaultCase = (socket) => {
  socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\nContent-Length: ${PAGE.length}\r\n\r\n`);
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(PAGE.subarray(sent, sent + 1));
    sent++;
  }, 20);
  socket.on('close', () => clearInterval(timer));
};

/** Six layers: no server does that. */
const layered = (layers: number): Buffer => (layers === 0 ? PAGE : gzipSync(layered(layers - 1)));

const cut = (bytes: Buffer): Buffer => bytes.subarray(0, -1);
const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);

const firstBodyThenReset: FaultCase = (socket) => {
  socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\nContent-Length: ${PAGE.length}\r\n\r\n`);
  socket.write(HALF, () => setImmediate(() => socket.resetAndDestroy()));
};

const CASES: Readonly<Record<string, FaultCase>> = {
  '/page': page([], PAGE),
  '/page-gzip': page(['Content-Encoding: gzip'], gzipSync(PAGE)),
  '/page-x-gzip': page(['Content-Encoding: X-GZIP'], gzipSync(PAGE)),
  '/page-br': page(['Content-Encoding: br'], brotliCompressSync(PAGE)),
  '/page-deflate': page(['Content-Encoding: deflate'], deflateSync(PAGE)),
  '/page-deflate-raw': page(['Content-Encoding: deflate'], deflateRawSync(PAGE)),
  '/page-gzip-twice': page(['Content-Encoding: gzip, gzip'], layered(2)),
  '/page-gzip-members': page(
    ['Content-Encoding: gzip'],
    Buffer.concat([gzipSync(HALF), gzipSync(PAGE.subarray(HALF.length))]),
  ),
  '/page-chunked': raw(
    '200 OK',
    [HTML, 'Transfer-Encoding: chunked'],
    Buffer.concat([Buffer.from(`${PAGE.length.toString(16)}\r\n`), PAGE, Buffer.from('\r\n0\r\n\r\n')]),
  ),
  '/page-until-close': thenEnd(raw('200 OK', [HTML, 'Connection: close'], PAGE)),
  '/F45-drip': drip,
  '/F45-silent': () => {},
  '/F46-reset-in-body': firstBodyThenReset,
  '/F46-reset-before-answer': (socket) => socket.resetAndDestroy(),
  '/F47-length-too-large': thenEnd(raw('200 OK', [HTML, `Content-Length: ${PAGE.length}`], HALF)),
  '/F48-length-too-small': raw('200 OK', [HTML, `Content-Length: ${HALF.length}`], PAGE),
  '/F48-until-close-cut': thenEnd(raw('200 OK', [HTML, 'Connection: close'], HALF)),
  '/F49-two-lengths': raw('200 OK', [HTML, `Content-Length: ${PAGE.length}`, 'Content-Length: 17'], PAGE),
  '/F49-length-and-chunked': raw(
    '200 OK',
    [HTML, 'Transfer-Encoding: chunked', `Content-Length: ${PAGE.length}`],
    `3\r\nabc\r\n0\r\n\r\n`,
  ),
  '/F50-no-last-chunk': thenEnd(raw('200 OK', [HTML, 'Transfer-Encoding: chunked'], `5\r\n<html\r\n`)),
  '/F50-bad-chunk-size': raw('200 OK', [HTML, 'Transfer-Encoding: chunked'], `zz\r\n<html>\r\n`),
  '/F51-gzip-cut': page(['Content-Encoding: gzip'], cut(gzipSync(PAGE))),
  '/F51-gzip-half': page(['Content-Encoding: gzip'], half(gzipSync(PAGE))),
  '/F51-br-cut': page(['Content-Encoding: br'], cut(brotliCompressSync(PAGE))),
  '/F51-br-half': page(['Content-Encoding: br'], half(brotliCompressSync(PAGE))),
  '/F51-deflate-cut': page(['Content-Encoding: deflate'], cut(deflateSync(PAGE))),
  '/F51-deflate-half': page(['Content-Encoding: deflate'], half(deflateSync(PAGE))),
  '/F51-deflate-raw-cut': page(['Content-Encoding: deflate'], cut(deflateRawSync(PAGE))),
  '/F52-gzip-is-plain': page(['Content-Encoding: gzip'], PAGE),
  '/F52-gzip-is-plain-unless-identity': (socket, request) => {
    const plain = request.headers['accept-encoding'] === 'identity';
    page(plain ? [] : ['Content-Encoding: gzip'], PAGE)(socket, request);
  },
  '/F52-gzip-garbage': page(['Content-Encoding: gzip'], Buffer.concat([gzipSync(PAGE), Buffer.from('GARBAGE')])),
  '/F52-br-garbage': page(['Content-Encoding: br'], Buffer.concat([brotliCompressSync(PAGE), Buffer.from('GARBAGE')])),
  '/F52-unknown': page(['Content-Encoding: exotic'], PAGE),
  '/F52-proto': page(['Content-Encoding: constructor'], PAGE),
  '/F52-six-layers': page([`Content-Encoding: ${Array.from({ length: 6 }, () => 'gzip').join(', ')}`], layered(6)),
  '/F53-gzip-bomb': (socket, request) => page(['Content-Encoding: gzip'], gzipBomb())(socket, request),
  '/F53-br-bomb': (socket, request) => page(['Content-Encoding: br'], brotliBomb())(socket, request),
  '/F54-endless': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${HTML}\r\nConnection: close\r\n\r\n`);
    forever(socket, Buffer.alloc(65_536, 'a'));
  },
  '/F54-announced': raw('200 OK', [HTML, 'Content-Length: 52428800'], HALF),
  '/F55-header-flood': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    forever(socket, Buffer.from(`X-Flood: ${'x'.repeat(1_000)}\r\n`));
  },
  '/F55-nul': raw('200 OK', [HTML, 'X-Nul: a\0b', 'Content-Length: 5'], 'hello'),
  '/F55-not-http': thenEnd((socket) => socket.write('220 smtp.example.org ESMTP ready\r\n')),
  '/F55-empty': (socket) => socket.end(),
  '/F55-http-0.9': thenEnd((socket) => socket.write(WHOLE_PAGE)),
};

/** Cases that go on writing, or wait, until the client leaves. */
const OPEN_ENDED: ReadonlySet<string> = new Set([
  '/F45-drip',
  '/F45-silent',
  '/F46-reset-in-body',
  '/F54-endless',
  '/F54-announced',
  '/F55-header-flood',
]);

/** Names of all faults: their addresses without the slash. */
export function faultNames(): readonly string[] {
  return Object.keys(CASES)
    .filter((path) => path.startsWith('/F'))
    .map((path) => path.slice(1));
}

export function staysOpen(path: string): boolean {
  return OPEN_ENDED.has(path);
}

export function faultCase(path: string): FaultCase | null {
  return Object.hasOwn(CASES, path) ? (CASES[path] ?? null) : null;
}
