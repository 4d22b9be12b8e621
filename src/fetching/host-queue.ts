/**
 * One host's waiting line: first come, first served; a start is granted when pace, circuit and the requests in flight
 * allow it, and whoever would wait too long is told so at once (D5, D15). Times are monotonic milliseconds.
 */
import type { Clock, Random } from '../core/clock.ts';
import type { PermitReport, Politeness, RequestPurpose } from '../core/politeness.ts';
import { Circuit } from './circuit.ts';
import type { CircuitEvent, CircuitSettings } from './circuit.ts';
import { Pace, stricter } from './pace.ts';
import type { Reservation } from './pace.ts';

/** A start that was granted and never reported frees its place after this: longer than any request may take. */
const FORGOTTEN_MS = 10 * 60_000;
/** A permit lapses a second after its instant (D5): given back later, its instant cannot be used again. */
const PERMIT_LIFE_MS = 1_000;

/** A ready-made reason: making a DOMException for each costs more than all the rest of a grant. */
const OVERTAKEN = new Error('an earlier alarm was set');

export type QueueAnswer =
  | { readonly kind: 'start'; readonly permit: number }
  | { readonly kind: 'wait'; readonly until: number; readonly circuit: boolean };

interface Waiter {
  readonly purpose: RequestPurpose;
  readonly answer: (answer: QueueAnswer) => void;
}

interface InFlight {
  readonly purpose: RequestPurpose;
  readonly reservation: Reservation;
  /** The last start of the host, so that it can be given back. */
  readonly number: number;
}

export interface HostQueueSettings {
  readonly host: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly circuit: CircuitSettings;
  readonly maxWaitMs: number;
  readonly nextPermit: () => number;
  readonly since: number;
  readonly restored: { slowdown: number; openings: number; openUntil: number | null; openedMs: number };
  readonly onChange: (event: CircuitEvent) => void;
}

export class HostQueue {
  readonly pace: Pace;
  readonly circuit: Circuit;
  readonly #settings: HostQueueSettings;
  readonly #waiting: Waiter[] = [];
  readonly #inFlight = new Map<number, InFlight>();
  readonly #sites = new Map<string, Politeness>();
  #politeness: Politeness;
  #granted = 0;
  #alarm: AbortController | null = null;
  #alarmAt = Infinity;

  constructor(site: string, politeness: Politeness, settings: HostQueueSettings) {
    this.#settings = settings;
    this.#politeness = politeness;
    this.#sites.set(site, politeness);
    this.pace = new Pace(politeness, settings.since, settings.random, settings.restored.slowdown);
    this.circuit = new Circuit(settings.circuit, settings.restored);
  }

  get granted(): number {
    return this.#granted;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The host is (also) asked for this site: the strictest of all its sites' wishes holds. */
  join(site: string, politeness: Politeness): void {
    if (this.#sites.get(site) === politeness) return;
    this.#sites.set(site, politeness);
    this.#politeness = [...this.#sites.values()].reduce(stricter);
    this.pace.limit(this.#politeness, this.#now());
  }

  crawlDelay(ms: number): void {
    this.pace.crawlDelay(ms);
    this.#pump();
  }

  /** When somebody who comes now must be told to come later: the instant; null = the wait is short enough. */
  tooLong(place = this.#waiting.length): { readonly until: number; readonly circuit: boolean } | null {
    const now = this.#now();
    const until = this.#expected(place, now);
    return until - now > this.#settings.maxWaitMs ? { until, circuit: this.#isOpen(now) } : null;
  }

  /** Waits for a start. When `signal` aborts, the place is given up and the answer is `wait` until now. */
  take(purpose: RequestPurpose, signal: AbortSignal): Promise<QueueAnswer> {
    const late = this.tooLong();
    if (late !== null) return Promise.resolve({ kind: 'wait', ...late });
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve({ kind: 'wait', until: this.#now(), circuit: false });
        this.#pump();
      };
      const waiter: Waiter = {
        purpose,
        answer: (answer) => {
          signal.removeEventListener('abort', leave);
          resolve(answer);
        },
      };
      this.#waiting.push(waiter);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      this.#pump();
    });
  }

  /** @returns false when the permit is not one of this host's open ones */
  report(report: PermitReport): boolean {
    const start = this.#inFlight.get(report.permit);
    if (start === undefined) return false;
    this.#inFlight.delete(report.permit);
    const event = this.#learn(report, start);
    this.#settings.onChange(event);
    this.#dismiss();
    this.#pump();
    return true;
  }

  close(): void {
    this.#alarm?.abort(OVERTAKEN);
    const now = this.#now();
    for (const { answer } of this.#waiting.splice(0)) answer({ kind: 'wait', until: now, circuit: false });
  }

  #now(): number {
    return this.#settings.clock.monotonic();
  }

  #isOpen(now: number): boolean {
    const { openUntil } = this.circuit;
    return openUntil !== null && (openUntil > now || this.circuit.isProbing);
  }

  #learn(report: PermitReport, start: InFlight): CircuitEvent {
    const now = this.#now();
    const { permit, result, latencyMs, retryAfterMs } = report;
    if (retryAfterMs !== undefined) this.pace.holdUntil(now + retryAfterMs);
    if (result === 'unused') return this.#unused(permit, start, now);
    if (result === 'ok') {
      this.pace.recover(latencyMs);
      // robots.txt is served where pages are refused: it proves nothing.
      if (start.purpose !== 'robots') return this.circuit.good(permit);
      this.circuit.neutral(permit);
      return null;
    }
    if (result === 'slow_down' || result === 'server_error') this.pace.retreat();
    if (result === 'slow_down' && retryAfterMs !== undefined) {
      // It said when to come back: that is enough, and no reason to rest longer.
      this.circuit.neutral(permit);
      return null;
    }
    return this.circuit.bad(permit, result === 'blocked', now);
  }

  #unused(permit: number, start: InFlight, now: number): null {
    this.circuit.neutral(permit);
    const isNewest = start.number === this.#granted;
    if (isNewest && now - start.reservation.startedAt <= PERMIT_LIFE_MS) this.pace.giveBack(start.reservation);
    return null;
  }

  /** Forecast of the start of whoever has `place` others before it. */
  #expected(place: number, now: number): number {
    const first = Math.max(this.pace.freeAt(now), this.circuit.openUntil ?? 0, now);
    return first + place * this.pace.intervalMs;
  }

  /** The forecast has changed: whoever would wait too long now is told. From the end, so that the first ones stay. */
  #dismiss(): void {
    for (let place = this.#waiting.length - 1; place >= 0; place--) {
      const late = this.tooLong(place);
      if (late === null) return;
      this.#waiting.pop()?.answer({ kind: 'wait', ...late });
    }
  }

  /** Grants what may start now, and sets the alarm for the next start. */
  #pump(): void {
    for (;;) {
      const [first] = this.#waiting;
      const now = this.#now();
      if (first === undefined) return;
      const blockedUntil = this.#placeFreeAt(now);
      const at = blockedUntil ?? Math.max(this.pace.freeAt(now), this.circuit.openUntil ?? 0);
      if (at > now) {
        this.#wake(at);
        return;
      }
      this.#waiting.shift();
      this.#grant(first, now);
    }
  }

  /** Null = a request may be in flight now; else the instant at which a lost permit frees its place. A report wakes earlier. */
  #placeFreeAt(now: number): number | null {
    const isFull = (): boolean => this.circuit.isProbing || this.#inFlight.size >= this.#politeness.concurrency;
    if (!isFull()) return null;
    for (const [permit, { reservation }] of this.#inFlight) {
      if (now - reservation.startedAt < FORGOTTEN_MS) break;
      this.#inFlight.delete(permit);
      this.circuit.neutral(permit);
    }
    if (!isFull()) return null;
    const [oldest] = this.#inFlight.values();
    return (oldest?.reservation.startedAt ?? now) + FORGOTTEN_MS;
  }

  #grant(waiter: Waiter, now: number): void {
    const permit = this.#settings.nextPermit();
    this.#granted++;
    this.#inFlight.set(permit, { purpose: waiter.purpose, reservation: this.pace.start(now), number: this.#granted });
    this.circuit.granted(permit);
    waiter.answer({ kind: 'start', permit });
  }

  #wake(at: number): void {
    // One that rings earlier looks again, and sets the next.
    if (this.#alarm !== null && this.#alarmAt <= at) return;
    this.#alarm?.abort(OVERTAKEN);
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#alarmAt = at;
    void this.#pumpAt(at, alarm.signal);
  }

  async #pumpAt(at: number, signal: AbortSignal): Promise<void> {
    await this.#settings.clock.sleep(Math.max(Math.ceil(at - this.#now()), 0), signal);
    if (signal.aborted) return;
    this.#alarm = null;
    this.#alarmAt = Infinity;
    this.#pump();
  }
}
