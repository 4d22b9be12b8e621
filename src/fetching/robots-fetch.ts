/** robots.txt of a host, as it answers for it (RFC 9309 §2.3; fault F71). Every request has a permit of its own. */
import type { Clock } from '../core/clock.ts';
import type { PermitReport, PermitSource } from '../core/politeness.ts';
import { classifyStatus } from './classify.ts';
import { Connections, lookupBySystem } from './connections.ts';
import type { Lookup } from './connections.ts';
import type { FetcherSettings } from './contract.ts';
import { decodeBody } from './decode.ts';
import { exchange } from './exchange.ts';
import type { RawAnswer } from './exchange.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { createGuard } from './guard.ts';
import { isRedirect, redirectTarget } from './redirects.ts';
import { rehearsalOrigin } from './rehearsal.ts';

/** What a crawler must at least read (RFC 9309 §2.5); the rest is not read. */
export const LONGEST_ROBOTS = 500 * 1_024;
/** RFC 9309 §2.3.1.2: five redirects are followed, also to another host; more mean that there is no file. */
const MOST_REDIRECTS = 5;
/** A server that compresses although it was asked not to: what its file may unpack to. */
const LONGEST_UNPACKED = 10 * LONGEST_ROBOTS;

export type RobotsFile =
  | { readonly kind: 'file'; readonly text: string }
  /** There is none (4xx): everything is allowed. */
  | { readonly kind: 'absent'; readonly status: number }
  /** Nobody knows (5xx, 429, no answer): nothing is allowed for now. */
  | { readonly kind: 'unreachable'; readonly message: string; readonly retryAfterMs: number | null }
  /** The host may not be asked now. */
  | {
      readonly kind: 'wait';
      readonly until: number;
      readonly code: 'E_PERMIT_WAIT' | 'E_CIRCUIT_OPEN' | 'E_ROBOTS_UNREACHABLE';
      readonly message: string;
    };

export interface RobotsRequest {
  readonly site: string;
  readonly url: string;
}

/** Rejects only with `signal.reason`. */
export type FetchRobots = (request: RobotsRequest, permits: PermitSource, signal: AbortSignal) => Promise<RobotsFile>;

export interface RobotsFetcher {
  readonly fetchRobots: FetchRobots;
  close(): Promise<void>;
}

const unreachable = (message: string, retryAfterMs: number | null = null): RobotsFile => ({
  kind: 'unreachable',
  message,
  retryAfterMs,
});

function textOf(answer: RawAnswer): string {
  const bytes = Buffer.from(decodeBody(answer.body, answer.headers['content-encoding'], LONGEST_UNPACKED));
  const whole = !answer.cut && bytes.byteLength <= LONGEST_ROBOTS;
  const text = bytes.subarray(0, LONGEST_ROBOTS).toString('utf8');
  // A rule cut in the middle would forbid more than its author did.
  return whole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

interface Read {
  readonly file: RobotsFile;
  readonly result: PermitReport['result'];
  readonly retryAfterMs?: number | undefined;
}

/** What an answer other than a redirect says. */
function readAnswer(answer: RawAnswer, host: string, now: number): Read {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { file: { kind: 'file', text: textOf(answer) }, result: 'ok' };
  if (headers['cf-mitigated']?.includes('challenge')) {
    return { file: unreachable(`${host} answers robots.txt with a challenge`), result: 'blocked' };
  }
  if (status >= 400 && status < 500 && status !== 429) return { file: { kind: 'absent', status }, result: 'ok' };
  const trouble = classifyStatus(status, headers, now);
  const retryAfterMs = trouble?.retryAfterMs ?? null;
  const result = trouble?.code === 'E_RATE_LIMITED' ? 'slow_down' : 'server_error';
  return {
    file: unreachable(`${host} answers robots.txt with status ${status}`, retryAfterMs),
    result,
    retryAfterMs: retryAfterMs ?? undefined,
  };
}

/**
 * @param settings the fetcher's; robots.txt is held to the same deadlines and the same guard
 * @throws {Fault} E_CONFIG when the rehearsal origin is not one of this machine
 */
export function createRobotsFetcher(
  settings: FetcherSettings,
  deps: { readonly clock: Clock; readonly lookup?: Lookup },
): RobotsFetcher {
  const guard = createGuard(settings.allowedHosts);
  const rehearsal = settings.rehearsalOrigin === null ? null : rehearsalOrigin(settings.rehearsalOrigin);
  const connections = new Connections({
    limits: settings.limits,
    guard,
    lookup: deps.lookup ?? lookupBySystem,
    rehearsal,
  });
  const headers = { accept: 'text/plain,*/*;q=0.8', 'user-agent': settings.userAgent, 'accept-encoding': 'identity' };

  async function ask(url: URL, permit: number, permits: PermitSource, signal: AbortSignal): Promise<RobotsFile | URL> {
    const startedAt = deps.clock.monotonic();
    const report = (result: PermitReport['result'], retryAfterMs?: number): void => {
      permits.report({ permit, result, latencyMs: deps.clock.monotonic() - startedAt, retryAfterMs });
    };
    try {
      const question = { url, headers: { ...headers, host: url.host }, keepOnly: LONGEST_ROBOTS };
      const answer = await exchange(connections.poolFor(url), question, settings.limits, signal);
      if (isRedirect(answer.status)) {
        report('ok');
        return redirectTarget(url, answer.status, answer.headers['location']);
      }
      const { file, result, retryAfterMs } = readAnswer(answer, url.host, deps.clock.now());
      report(result, retryAfterMs);
      return file;
    } catch (error) {
      const ours = error instanceof FetchTrouble;
      report(ours ? 'network' : 'unused');
      if (!ours) throw error;
      return unreachable(error.message);
    }
  }

  return {
    fetchRobots: async ({ site, url }, permits, signal) => {
      let next = new URL(url);
      for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        const refusal = guard.refuseUrl(next);
        if (refusal !== null) return unreachable(refusal);
        const answer = await permits.acquire({ site, url: next.href, purpose: 'robots' }, signal);
        signal.throwIfAborted();
        if (answer.kind === 'forbidden') return unreachable(answer.rule);
        if (answer.kind === 'wait') return answer;
        const result = await ask(next, answer.permit, permits, signal);
        if (!(result instanceof URL)) return result;
        next = result;
      }
      return { kind: 'absent', status: 310 };
    },
    close: () => connections.close(),
  };
}
