/**
 * How fast one host is asked: the delay between two starts as a floor, a bucket of requests a minute above it, and a
 * slow-down that grows at once with trouble and shrinks a little with each good answer (AIMD: additive recovery,
 * multiplicative retreat; Chiu and Jain 1989, as in TCP). Times are monotonic milliseconds.
 */
import type { Random } from '../core/clock.ts';
import type { Politeness } from '../core/politeness.ts';

const MOST_SLOWDOWN = 32;
/** After a retreat to half speed, ten good answers bring the full speed back. */
const RECOVERY = 0.1;
const RETREAT = 2;
/** Latency alone is a softer sign than a refusal. */
const LATENCY_RETREAT = 1.25;
/** A host is strained when its answers take this many times longer than its own usual … */
const STRAINED = 3;
/** … and at least so long: below it, noise. */
const STRAINED_MS = 1_000;
/** Weight of the newest answer in the usual and in the recent latency. */
const USUAL_WEIGHT = 0.02;
const RECENT_WEIGHT = 0.3;
/** A slow-down never makes one request wait longer than this, unless its own delay is longer. */
const LONGEST_SPACING_MS = 60_000;

export type PaceLimits = Pick<Politeness, 'delayMs' | 'jitterMs' | 'requestsPerMinute' | 'burst'>;

/** The stricter of two sites' wishes for one host (D5: hosts are the key). */
export function stricter(one: Politeness, other: Politeness): Politeness {
  return {
    delayMs: Math.max(one.delayMs, other.delayMs),
    jitterMs: Math.max(one.jitterMs, other.jitterMs),
    requestsPerMinute: Math.min(one.requestsPerMinute, other.requestsPerMinute),
    burst: Math.min(one.burst, other.burst),
    concurrency: Math.min(one.concurrency, other.concurrency),
    robots: one.robots === 'respect' || other.robots === 'respect' ? 'respect' : 'ignore',
  };
}

/** A start, and what it replaced, to give it back when it is not used. */
export interface Reservation {
  readonly startedAt: number;
  readonly previous: { readonly startedAt: number; readonly jitterMs: number };
}

export class Pace {
  readonly #random: Random;
  #limits: PaceLimits;
  #crawlDelayMs = 0;
  #slowdown: number;
  /** The host counts as asked at this instant … */
  #startedAt: number;
  /** … and the next start keeps this much more than the least distance. */
  #nextJitterMs = 0;
  #heldUntil = 0;
  #tokens: number;
  #tokensAt: number;
  #usualMs: number | null = null;
  #recentMs: number | null = null;

  /** @param since instant before which the host counts as just asked: the first request waits one full delay after it */
  constructor(limits: PaceLimits, since: number, random: Random, slowdown = 1) {
    this.#limits = limits;
    this.#random = random;
    this.#slowdown = Math.min(Math.max(slowdown, 1), MOST_SLOWDOWN);
    this.#tokens = Math.max(limits.burst, 1);
    this.#tokensAt = since;
    this.#startedAt = since;
  }

  /** The host asked us to wait until this instant; in the past = it did not. */
  get heldUntil(): number {
    return this.#heldUntil;
  }

  get slowdown(): number {
    return this.#slowdown;
  }

  /** Least time between two starts now, without jitter. */
  get spacingMs(): number {
    const { delayMs, requestsPerMinute } = this.#limits;
    const floor = Math.max(delayMs, this.#crawlDelayMs);
    if (this.#slowdown === 1) return floor;
    // A host in trouble gets no bursts: what is slowed down is its steady pace.
    const slowed = Math.max(floor, 60_000 / requestsPerMinute) * this.#slowdown;
    return Math.max(floor, Math.min(slowed, LONGEST_SPACING_MS));
  }

  /** Mean time between two starts of a host that always has work. */
  get intervalMs(): number {
    return Math.max(this.spacingMs + this.#limits.jitterMs / 2, 60_000 / this.#limits.requestsPerMinute);
  }

  limit(limits: PaceLimits, now: number): void {
    this.#refill(now);
    this.#limits = limits;
    this.#tokens = Math.min(this.#tokens, Math.max(limits.burst, 1));
  }

  crawlDelay(ms: number): void {
    this.#crawlDelayMs = ms;
  }

  /** The earliest instant the next request may start. */
  freeAt(now: number): number {
    this.#refill(now);
    const free = Math.max(this.#startedAt + this.spacingMs + this.#nextJitterMs, this.#heldUntil);
    const missing = 1 - this.#tokens;
    if (missing <= 0) return free;
    return Math.max(free, this.#tokensAt + (missing * 60_000) / this.#limits.requestsPerMinute);
  }

  /** Starts a request now; the caller has waited for `freeAt`. */
  start(now: number): Reservation {
    this.#refill(now);
    const previous = { startedAt: this.#startedAt, jitterMs: this.#nextJitterMs };
    this.#tokens -= 1;
    this.#startedAt = now;
    this.#nextJitterMs = this.#limits.jitterMs * this.#random.next();
    return { startedAt: now, previous };
  }

  /** Gives back the newest start, which was not used. */
  giveBack(reservation: Reservation): void {
    this.#tokens = Math.min(this.#tokens + 1, Math.max(this.#limits.burst, 1));
    this.#startedAt = reservation.previous.startedAt;
    this.#nextJitterMs = reservation.previous.jitterMs;
  }

  /** No start before `instant`: the host said so. */
  holdUntil(instant: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, instant);
  }

  retreat(): void {
    this.#slowdown = Math.min(this.#slowdown * RETREAT, MOST_SLOWDOWN);
  }

  /** A good answer after `latencyMs`. */
  recover(latencyMs: number): void {
    if (this.#isStrained(latencyMs)) {
      this.#slowdown = Math.min(this.#slowdown * LATENCY_RETREAT, MOST_SLOWDOWN);
      // One stretch of slow answers is one sign, not one each.
      this.#recentMs = this.#usualMs;
      return;
    }
    this.#slowdown = Math.max(1, Math.round((this.#slowdown - RECOVERY) * 1_000) / 1_000);
  }

  #isStrained(latencyMs: number): boolean {
    const usual = this.#usualMs ?? latencyMs;
    const recent = this.#recentMs ?? latencyMs;
    this.#recentMs = recent + (latencyMs - recent) * RECENT_WEIGHT;
    this.#usualMs = usual + (latencyMs - usual) * USUAL_WEIGHT;
    return this.#recentMs > STRAINED_MS && this.#recentMs > STRAINED * this.#usualMs;
  }

  #refill(now: number): void {
    if (now <= this.#tokensAt) return;
    const gained = ((now - this.#tokensAt) * this.#limits.requestsPerMinute) / 60_000;
    this.#tokens = Math.min(this.#tokens + gained, Math.max(this.#limits.burst, 1));
    this.#tokensAt = now;
  }
}
