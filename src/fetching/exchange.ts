/** One request and its whole answer, under one absolute deadline and a cap of wire bytes (facts 2 and 3; F45–F55). */
import type { Dispatcher } from 'undici';
import type { FetchLimits } from './contract.ts';
import type { OriginPool } from './connections.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { networkTrouble } from './network-errors.ts';

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names; a repeated header is joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookie: string | readonly string[] | undefined;
  readonly body: Uint8Array;
  /** The body was cut at the caller's own limit (`keepOnly`). */
  readonly cut: boolean;
  /** The server closed the connection to mark the end: nothing says that the body is whole. */
  readonly endedByClose: boolean;
}

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Keep this many bytes of the body and drop the rest in silence, instead of failing at the cap. */
  readonly keepOnly?: number;
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}

interface ReadBody {
  readonly body: Uint8Array;
  readonly cut: boolean;
}

/** Slower than the slowest modem: the connection has stopped. */
const SLOWEST_BYTES_PER_SECOND = 1_024;

function tooSlow(host: string, received: number, limits: FetchLimits): string {
  return `${host} sent ${received} bytes in ${limits.slowMs / 1_000} s, less than ${SLOWEST_BYTES_PER_SECOND} a second`;
}

/** Reads to the end, to `keepOnly`, or to the cap. Destroying the stream closes its socket: a rest is never read. */
function readBody(
  stream: Dispatcher.ResponseData['body'],
  host: string,
  limits: FetchLimits,
  keepOnly: number | undefined,
): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let settled = false;
    let receivedBefore = 0;
    const watch = setInterval(() => {
      if (received - receivedBefore < (limits.slowMs / 1_000) * SLOWEST_BYTES_PER_SECOND)
        stop(() => reject(new FetchTrouble('E_TIMEOUT_TOTAL', tooSlow(host, received - receivedBefore, limits))));
      receivedBefore = received;
    }, limits.slowMs);
    const stop = (settle: () => void): void => {
      settled = true;
      settle();
      stream.destroy();
    };
    stream.on('data', (chunk: Buffer) => {
      if (settled) return;
      received += chunk.length;
      chunks.push(chunk);
      if (keepOnly !== undefined && received >= keepOnly) {
        stop(() => resolve({ body: Buffer.concat(chunks).subarray(0, keepOnly), cut: received > keepOnly }));
      } else if (received > limits.wireBytes) {
        chunks.length = 0;
        stop(() =>
          reject(new FetchTrouble('E_TOO_LARGE', `${host} sent more than the limit of ${limits.wireBytes} bytes`)),
        );
      }
    });
    stream.on('end', () => {
      if (settled) return;
      settled = true;
      resolve({ body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks), cut: false });
    });
    // Also after the promise is settled: a destroyed stream may still report its end, and nobody else listens.
    stream.on('error', (error) => reject(networkTrouble(error, host, received)));
    stream.on('close', () => clearInterval(watch));
  });
}

function refuseByLength(headers: Readonly<Record<string, string>>, host: string, limits: FetchLimits): void {
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > limits.wireBytes) {
    throw new FetchTrouble(
      'E_TOO_LARGE',
      `${host} announces ${announced} bytes, over the limit of ${limits.wireBytes}`,
    );
  }
}

function endedByClose(status: number, headers: Readonly<Record<string, string>>): boolean {
  const framed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return !framed && status !== 204 && status !== 304;
}

async function ask(pool: OriginPool, question: Question, limits: FetchLimits, signal: AbortSignal): Promise<RawAnswer> {
  const { url } = question;
  let response: Dispatcher.ResponseData;
  try {
    response = await pool.pool.request({
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: question.headers,
      signal,
      headersTimeout: limits.headersMs,
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : networkTrouble(error, url.host, null);
  }
  const headers = joined(response.headers);
  const stream = response.body;
  try {
    if (question.keepOnly === undefined) refuseByLength(headers, url.host, limits);
    const read = await readBody(stream, url.host, limits, question.keepOnly);
    const status = response.statusCode;
    return {
      status,
      headers,
      setCookie: response.headers['set-cookie'],
      ...read,
      endedByClose: endedByClose(status, headers),
    };
  } catch (error) {
    stream.on('error', () => {});
    stream.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/**
 * Sends one request and reads its whole answer.
 *
 * @param signal ends it at once; what is thrown then is `signal.reason`
 * @throws {FetchTrouble} with the code of what went wrong
 */
export async function exchange(
  pool: OriginPool,
  question: Question,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const deadline = setTimeout(() => {
    controller.abort(
      new FetchTrouble(
        'E_TIMEOUT_TOTAL',
        `${question.url.host} did not send the whole page within ${limits.totalMs} ms`,
      ),
    );
  }, limits.totalMs);
  try {
    return await ask(pool, question, limits, controller.signal);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
  }
}
