/** A request on its way: where it is, what it has asked, what it may still try, and how it ends when it fails. */
import type { ErrorCode } from '../core/errors.ts';
import type { RobotsMode } from '../core/page.ts';
import type { FetchFailure, FetchRequest } from './contract.ts';
import { ACCEPT_ENCODING } from './decode.ts';
import { LONGEST_URL } from './redirects.ts';

export interface Journey {
  readonly request: FetchRequest;
  readonly signal: AbortSignal;
  readonly redirects: string[];
  /** Every request sent, by address, cookies and manner: the same again is a loop. */
  readonly asked: Set<string>;
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Without compression, because the server does not master it (F52). */
  plain: boolean;
  /** Sent again, because a kept-alive connection had been closed (F60). */
  resent: boolean;
  robots: RobotsMode;
  /** Proxies that failed on the way. */
  proxiesTried: number;
}

/** Thrown inside this folder to end a journey; `fetch` turns it back into the failure it carries. */
export class Ended extends Error {
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

const NOTHING_MORE = { status: null, retryAfterMs: null, until: null, latencyMs: 0 };

/** A failure whose message ends with the address asked. */
export function failureOf(
  url: string,
  code: ErrorCode,
  message: string,
  more: Partial<FetchFailure> = {},
): FetchFailure {
  const address = url.slice(0, LONGEST_URL);
  return { ...NOTHING_MORE, ...more, kind: 'failure', code, message: `${message} [${address}]`, url: address };
}

export function ended(url: string, code: ErrorCode, message: string, more: Partial<FetchFailure> = {}): Ended {
  return new Ended(failureOf(url, code, message, more));
}

/** @throws {Ended} E_URL when the address cannot be asked at all */
export function setOut(request: FetchRequest, signal: AbortSignal): Journey {
  const { length } = request.url;
  if (length > LONGEST_URL)
    throw ended(request.url, 'E_URL', `the address has ${length} characters, over ${LONGEST_URL}`);
  if (!URL.canParse(request.url)) throw ended(request.url, 'E_URL', 'this is no address');
  const url = new URL(request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw ended(request.url, 'E_URL', `${url.protocol} is neither http nor https`);
  }
  // Names and passwords in an address are never sent, whoever wrote them.
  url.username = '';
  url.password = '';
  url.hash = '';
  const headers = request.headers ?? {};
  return {
    request,
    signal,
    url,
    headers,
    redirects: [],
    asked: new Set(),
    plain: false,
    resent: false,
    robots: 'respect',
    proxiesTried: 0,
  };
}

/** Headers of the next request. The agent's name and the codings are ours alone: a definition cannot change them. */
export function headersOf(journey: Journey, userAgent: string, cookie: string | undefined): Record<string, string> {
  return {
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'es-MX,es;q=0.9,en;q=0.6',
    ...journey.headers,
    'user-agent': userAgent,
    'accept-encoding': journey.plain ? 'identity' : ACCEPT_ENCODING,
    ...(cookie === undefined ? {} : { cookie }),
    host: journey.url.host,
  };
}

/**
 * Notes a request before it is sent. A site may send us back to an address once it has given us a cookie: no loop.
 *
 * @throws {Ended} E_REDIRECT when the same was asked before
 */
export function refuseLoop(journey: Journey, cookie: string | undefined): void {
  const key = JSON.stringify([journey.url.href, cookie, journey.plain, journey.resent, journey.proxiesTried]);
  if (journey.asked.has(key)) {
    const circle = [...journey.redirects, journey.url.href].join(' -> ');
    throw ended(journey.url.href, 'E_REDIRECT', `the redirects turn in a circle: ${circle}`);
  }
  journey.asked.add(key);
}
