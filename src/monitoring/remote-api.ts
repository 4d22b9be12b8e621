/** HTTP to the API of another machine: addresses, the token, and answers as values or as faults. */
import { Agent, request } from 'undici';
import { systemClock } from '../core/clock.ts';
import { ERRORS, Fault, messageOf } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Language } from './contract.ts';

export interface RemoteOptions {
  /** Where the API is: `https://scraper.example:8080`, with its base path if it has one. */
  readonly url: string;
  /** null = none: enough for what the API shows on its own machine. */
  readonly token: string | null;
  readonly language: Language;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

interface Asked {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RemoteApi {
  /** @throws {Fault} what the API refuses with, or E_NO_SERVICE when nobody answers */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, asked: Asked): Promise<never>;
  /** A body that is text; null = there is none. */
  text(path: string): Promise<string | null>;
  stream(path: string, query: Query, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Before a broken stream is opened again. */
  pause(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
/** A report of a large batch takes a while to gather. */
const ANSWER_MS = 120_000;
const MOST_BYTES = 64 * 2 ** 20;
const AGAIN_MS = 1000;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export function openApi({ url, token, language }: RemoteOptions): RemoteApi {
  const base = readAddress(url, token);
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    maxRedirections: 0,
  } as ConstructorParameters<typeof Agent>[0]);
  const headers = { 'accept-language': language, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };

  const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, asked: Asked, signal?: AbortSignal) => {
    const target = addressOf(base, path, asked.query ?? {});
    const once = () =>
      request(target, {
        method,
        dispatcher: agent,
        signal: signal ?? null,
        headers: {
          ...headers,
          ...asked.headers,
          ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      });
    try {
      return await once();
    } catch (error) {
      if (signal?.aborted === true || !isLostAnswer(error)) throw unreachable(base, error);
    }
    try {
      return await once();
    } catch (error) {
      throw unreachable(base, error);
    }
  };

  return {
    ask: async (method, path, asked) => {
      const { statusCode, headers: got, body } = await send(method, path, asked);
      const text = await readBody(body);
      if (statusCode >= 400) throw faultOf(statusCode, text, base);
      if (!String(got['content-type'] ?? '').includes('json')) throw notOurs(base, `it answered ${statusCode}`);
      return parsed(text, base) as never;
    },
    text: async (path) => {
      const { statusCode, body } = await send('GET', path, {});
      const text = await readBody(body);
      if (statusCode === 404) return null;
      if (statusCode >= 400) throw faultOf(statusCode, text, base);
      return text;
    },
    stream: async (path, query, signal) => {
      const { statusCode, body } = await send('GET', path, { query, headers: { accept: 'text/event-stream' } }, signal);
      if (statusCode >= 400) throw faultOf(statusCode, await readBody(body), base);
      return body as AsyncIterable<Uint8Array>;
    },
    pause: (signal) => systemClock.sleep(AGAIN_MS, signal),
    close: () => agent.close(),
  };
}

function readAddress(url: string, token: string | null): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new Fault('E_USAGE', `--url ${JSON.stringify(url)} is no address of an API`, {
      cure: 'Write it as https://scraper.example:8080.',
    });
  if (token !== null && address.protocol === 'http:' && !LOOPBACK.test(address.hostname))
    throw new Fault('E_USAGE', `the token would travel to ${address.host} in clear text`, {
      cure: 'Use https, or a tunnel: ssh -L 8080:127.0.0.1:8080 HOST, then --url http://127.0.0.1:8080.',
    });
  return address;
}

function addressOf(base: URL, path: string, query: Query): URL {
  const address = new URL(base);
  address.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v1${path}`;
  address.search = '';
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(key, String(value));
  return address;
}

/** The connection broke after the request was sent: the answer may be lost, so it is asked once more. */
function isLostAnswer(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE';
}

function unreachable(base: URL, error: unknown): Fault {
  return new Fault('E_NO_SERVICE', `${base.origin} does not answer: ${messageOf(error)}`, {
    cause: error,
    cure: 'Look at the address, at the network, and at whether the service runs there with its API on.',
  });
}

function notOurs(base: URL, what: string): Fault {
  return new Fault('E_NO_SERVICE', `${base.href} is not the API of this product: ${what}`, {
    cure: 'Look at the address and its base path, and at what stands between (a proxy, a login page).',
  });
}

async function readBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Fault('E_TOO_LARGE', `the answer has more than ${MOST_BYTES / 2 ** 20} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string, base: URL): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notOurs(base, 'its answer is no JSON');
  }
}

/** `application/problem+json` as the fault it was there. */
function faultOf(status: number, text: string, base: URL): Fault {
  let problem: Readonly<Record<string, unknown>> = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // A proxy answers in its own words.
  }
  const { code, detail, advice } = problem;
  if (typeof code !== 'string' || typeof detail !== 'string') throw notOurs(base, `it answered ${status}`);
  return new Fault(Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'E_INTERNAL', detail, {
    cure: typeof advice === 'string' ? advice : undefined,
  });
}
