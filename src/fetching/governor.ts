/**
 * The governor: grants each request to a host, for all lanes and workers of an agent (DESIGN §1, D5). A host is known
 * by its name, whatever site asks it; its own robots.txt is read under the same limits.
 *
 *   acquire ─> host's line too long? wait ─> robots.txt: forbidden? unknown? ─> host's line ─> granted at its instant
 *   report  ─> pace and circuit of the host learn
 */
import type { Clock, Random } from '../core/clock.ts';
import type { PermitAnswer, PermitReport, PermitRequest, Politeness } from '../core/politeness.ts';
import type { RobotsMode } from '../core/page.ts';
import { CIRCUIT_DEFAULTS } from './circuit.ts';
import type { CircuitEvent, CircuitSettings } from './circuit.ts';
import type { Governor, GovernorEvent, HostMemory, HostPace } from './contract.ts';
import { bareHost } from './guard.ts';
import { HostQueue } from './host-queue.ts';
import { LONGEST_RETRY_AFTER_MS } from './retry-after.ts';
import type { FetchRobots } from './robots-fetch.ts';
import { ROBOTS_DEFAULTS, Robots } from './robots.ts';
import type { RobotsVerdict } from './robots.ts';
import { productToken } from './robots-rules.ts';

/** A site that asks for more would never be read (D13); the cap is told as an event. */
const LONGEST_CRAWL_DELAY_MS = 60_000;

export interface GovernorOptions {
  /** Politeness of a site; the same object for as long as it does not change. */
  readonly politenessOf: (site: string) => Politeness;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetchRobots: FetchRobots;
  /** Whose rules of robots.txt are ours. */
  readonly userAgent: string;
  /** Longer expected waits are answered with `wait` at once (D15). */
  readonly maxWaitMs?: number;
  readonly circuit?: Partial<CircuitSettings>;
  readonly robots?: { readonly freshMs?: number; readonly staleMs?: number };
  /** What the store remembers from before. */
  readonly hosts?: readonly HostMemory[];
  readonly onHostChange?: (memory: HostMemory) => void;
  readonly onEvent?: (event: GovernorEvent) => void;
}

const DEFAULT_MAX_WAIT_MS = 60_000;

class HostGovernor implements Governor {
  readonly #options: GovernorOptions;
  readonly #maxWaitMs: number;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #robots: Robots;
  readonly #queues = new Map<string, HostQueue>();
  readonly #memories: Map<string, HostMemory>;
  readonly #hostOfPermit = new Map<number, HostQueue>();
  readonly #crawlDelays = new Map<string, number>();
  #lastPermit = 0;

  constructor(options: GovernorOptions) {
    this.#options = options;
    this.#maxWaitMs = options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS;
    this.#clock = options.clock;
    this.#startedAt = options.clock.monotonic();
    this.#memories = new Map((options.hosts ?? []).map((memory) => [memory.host, memory]));
    this.#robots = new Robots(
      { ...ROBOTS_DEFAULTS, ...options.robots, userAgentToken: productToken(options.userAgent) },
      {
        clock: options.clock,
        fetchRobots: options.fetchRobots,
        permits: this,
        onTrouble: (host, message, stale) => options.onEvent?.({ kind: 'robots_unreachable', host, message, stale }),
      },
    );
  }

  async acquire(request: PermitRequest, signal: AbortSignal): Promise<PermitAnswer> {
    if (!URL.canParse(request.url)) return { kind: 'forbidden', rule: `${request.url.slice(0, 200)} is no address` };
    const url = new URL(request.url);
    const host = bareHost(url.hostname);
    const { queue, robots } = this.#queueOf(host, request.site);
    const late = queue.tooLong();
    if (late !== null) return this.#waitAnswer(host, late.until, late.circuit);
    if (request.purpose !== 'robots' && robots === 'respect') {
      const verdict = await this.#robots.check(request.site, url, signal);
      if (signal.aborted) return this.#waitAnswer(host, this.#clock.monotonic(), false);
      if (verdict.kind !== 'allowed') return this.#refusal(host, verdict);
      if (verdict.crawlDelayMs !== null) this.#crawlDelay(host, queue, verdict.crawlDelayMs);
    }
    const answer = await queue.take(request.purpose, signal);
    if (answer.kind === 'wait') return this.#waitAnswer(host, answer.until, answer.circuit);
    this.#hostOfPermit.set(answer.permit, queue);
    return { kind: 'granted', permit: answer.permit, robots, grantedAt: this.#clock.now() };
  }

  report(report: PermitReport): void {
    const queue = this.#hostOfPermit.get(report.permit);
    this.#hostOfPermit.delete(report.permit);
    queue?.report(report);
  }

  snapshot(): readonly HostPace[] {
    return [...this.#queues].map(([host, queue]) => ({
      host,
      slowdown: queue.pace.slowdown,
      delayMs: queue.pace.spacingMs,
      circuitOpenUntil: this.#openUntil(queue),
      granted: queue.granted,
      waiting: queue.waiting,
    }));
  }

  async close(): Promise<void> {
    this.#robots.close();
    for (const queue of this.#queues.values()) queue.close();
  }

  #queueOf(host: string, site: string): { readonly queue: HostQueue; readonly robots: RobotsMode } {
    const politeness = this.#options.politenessOf(site);
    const known = this.#queues.get(host);
    known?.join(site, politeness);
    const queue = known ?? this.#open(host, site, politeness);
    return { queue, robots: politeness.robots };
  }

  #open(host: string, site: string, politeness: Politeness): HostQueue {
    const memory = this.#memories.get(host);
    const until = memory?.circuitOpenUntil ?? null;
    // The wall clock may have jumped while we were away: no memory holds a host longer than its longest rest.
    const left = until === null ? 0 : Math.min(until - this.#clock.now(), LONGEST_RETRY_AFTER_MS);
    const queue: HostQueue = new HostQueue(site, politeness, {
      host,
      clock: this.#clock,
      random: this.#options.random,
      circuit: { ...CIRCUIT_DEFAULTS, ...this.#options.circuit },
      maxWaitMs: this.#maxWaitMs,
      nextPermit: () => ++this.#lastPermit,
      since: this.#startedAt,
      restored: {
        slowdown: memory?.slowdown ?? 1,
        openings: memory?.failures ?? 0,
        openUntil: until === null ? null : this.#clock.monotonic() + Math.max(left, 0),
        openedMs: memory?.circuitOpenedMs ?? 0,
      },
      onChange: (event) => this.#changed(host, queue, event),
    });
    this.#queues.set(host, queue);
    return queue;
  }

  #crawlDelay(host: string, queue: HostQueue, askedMs: number): void {
    if (this.#crawlDelays.get(host) === askedMs) return;
    this.#crawlDelays.set(host, askedMs);
    const usedMs = Math.min(askedMs, LONGEST_CRAWL_DELAY_MS);
    if (usedMs < askedMs) this.#options.onEvent?.({ kind: 'crawl_delay_capped', host, askedMs, usedMs });
    queue.crawlDelay(usedMs);
  }

  /** Epoch ms of a monotonic instant. */
  #epoch(instant: number): number {
    return Math.round(this.#clock.now() + instant - this.#clock.monotonic());
  }

  #openUntil(queue: HostQueue): number | null {
    const { openUntil } = queue.circuit;
    return openUntil === null ? null : this.#epoch(openUntil);
  }

  #waitAnswer(host: string, until: number, circuit: boolean): PermitAnswer {
    const seconds = Math.max(Math.ceil((until - this.#clock.monotonic()) / 1_000), 0);
    const time = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
    const message = circuit
      ? `${host} rests after repeated trouble, ${time} more`
      : `the next free moment of ${host} is ${time} away`;
    return { kind: 'wait', until: this.#epoch(until), code: circuit ? 'E_CIRCUIT_OPEN' : 'E_PERMIT_WAIT', message };
  }

  #refusal(host: string, verdict: Exclude<RobotsVerdict, { kind: 'allowed' }>): PermitAnswer {
    if (verdict.kind === 'forbidden') return verdict;
    const { trouble } = verdict;
    if (trouble.kind === 'wait') return trouble;
    const message = `robots.txt of ${host} could not be read: ${trouble.message}`;
    return { kind: 'wait', until: this.#epoch(verdict.until), code: 'E_ROBOTS_UNREACHABLE', message };
  }

  #changed(host: string, queue: HostQueue, event: CircuitEvent): void {
    const { circuit, pace } = queue;
    const now = this.#clock.monotonic();
    const open = Math.max(circuit.openUntil ?? 0, pace.heldUntil);
    const memory: HostMemory = {
      host,
      slowdown: pace.slowdown,
      circuitOpenUntil: open > now ? this.#epoch(open) : null,
      circuitOpenedMs: circuit.openedMs,
      failures: circuit.openings,
      updatedAt: this.#clock.now(),
    };
    if (!isSame(this.#memories.get(host), memory)) {
      this.#memories.set(host, memory);
      this.#options.onHostChange?.(memory);
    }
    if (event === 'opened')
      this.#options.onEvent?.({
        kind: 'circuit_opened',
        host,
        until: memory.circuitOpenUntil ?? memory.updatedAt,
        openings: circuit.openings,
      });
    if (event === 'closed') this.#options.onEvent?.({ kind: 'circuit_closed', host });
  }
}

/** Good answers change nothing worth a write: instants are compared to the second. */
function isSame(one: HostMemory | undefined, other: HostMemory): boolean {
  const before = one ?? { slowdown: 1, circuitOpenUntil: null, circuitOpenedMs: 0, failures: 0 };
  const seconds = (instant: number | null): number => Math.round((instant ?? 0) / 1_000);
  return (
    before.slowdown === other.slowdown &&
    seconds(before.circuitOpenUntil) === seconds(other.circuitOpenUntil) &&
    before.circuitOpenedMs === other.circuitOpenedMs &&
    before.failures === other.failures
  );
}

/** One per agent process; the workers reach it through their channel. */
export function createGovernor(options: GovernorOptions): Governor {
  return new HostGovernor(options);
}
