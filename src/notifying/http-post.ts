/**
 * POSTs a message to an address a person configured (threat T16): only where the guard lets it go, no redirect is
 * followed, 10 s in all, 64 KB of the answer at most.
 */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { Agent, request as undiciRequest } from 'undici';
import { messageOf } from '../core/errors.ts';
import type { Delivery } from './contract.ts';

type Request = typeof undiciRequest;

/** Which addresses may be asked; the portals' guard fits. */
export interface AddressGuard {
  refuseUrl(url: URL): string | null;
  refuseAddresses(hostname: string, addresses: readonly string[]): string | null;
}

export interface PostDeps {
  readonly guard: AddressGuard;
  /** Makes an error's words safe to keep: an address may hold a secret. */
  readonly hide: (text: string) => string;
}

const LONGEST_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const LONGEST_REASON = 300;
/** What a receiver asks us to wait for is believed up to a day. */
const LONGEST_WAIT_MS = 86_400_000;
/** Answers that say "not now": all others of 400 and above 400 would come again. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 409, 425, 429]);

export interface Posted {
  readonly address: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Never throws. */
export async function postMessage({ address, body, headers }: Posted, { guard, hide }: PostDeps): Promise<Delivery> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) return { kind: 'never', reason: 'the address is not valid' };
  const refused = guard.refuseUrl(url);
  if (refused !== null)
    return {
      kind: 'never',
      reason: `${hide(refused)}; name the host in notifications.webhook.allowed_hosts if it is meant`,
    };
  // Loaded with the first message: a service that starts has none.
  const undici = await import('undici');
  const dispatcher = new undici.Agent({
    connections: 1,
    connect: { timeout: LONGEST_MS, lookup: guardedLookup(guard) },
  });
  try {
    return await answerOf(undici.request, url, body, headers, dispatcher);
  } catch (error) {
    return { kind: 'later', reason: hide(reasonOf(error)).slice(0, LONGEST_REASON), afterMs: null };
  } finally {
    await dispatcher.destroy();
  }
}

async function answerOf(
  request: Request,
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  dispatcher: Agent,
): Promise<Delivery> {
  const answer = await request(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'scraping-orchestrator', ...headers },
    dispatcher,
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  const { statusCode: status } = answer;
  const text = await readSome(answer.body);
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = `the receiver answered ${status}: ${text.slice(0, 100)}`.trim().replace(/:$/, '');
  if (status >= 500 || TRY_AGAIN.has(status))
    return { kind: 'later', reason, afterMs: retryAfter(answer.headers['retry-after']) };
  return {
    kind: 'never',
    reason: status < 400 ? `${reason} (redirects are not followed: correct the address)` : reason,
  };
}

/** The connection is destroyed afterwards: what is left of a longer answer never comes. */
async function readSome(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ');
}

function retryAfter(header: string | string[] | undefined): number | null {
  const seconds = typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : null;
  return seconds === null ? null : Math.min(seconds * 1000, LONGEST_WAIT_MS);
}

type LookupCallback = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Every address of the name is held against the guard, before any is connected to (T3). */
function guardedLookup(guard: AddressGuard) {
  return (hostname: string, _options: unknown, callback: unknown): void => {
    const answer = callback as LookupCallback;
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error !== null) return answer(error, []);
      const refused = guard.refuseAddresses(
        hostname,
        addresses.map(({ address }) => address),
      );
      return answer(refused === null ? null : new Error(refused), refused === null ? addresses : []);
    });
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return `no answer within ${LONGEST_MS / 1000} s`;
  return messageOf(error);
}
