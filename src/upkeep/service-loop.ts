/**
 * The one loop under all background services: each runs when it is due, never twice at once, and its failure is
 * logged and never ends the loop. No long timers: a moment of the wall clock is looked at once a minute, so that a
 * clock that was set, or a machine that slept, is noticed (facts: timers above 2^31 ms fire at once).
 */
import type { Clock } from '../core/clock.ts';
import { Fault, isFault, messageOf } from '../core/errors.ts';
import type { Log } from '../telemetry/contract.ts';
import type { Service, Summary } from './service.ts';

export type When =
  /** So many ms after its last run ended, on the monotonic clock; the first time at once or after one such pause. */
  | { readonly kind: 'every'; readonly ms: number; readonly first: 'at_once' | 'later' }
  /** At moments of the wall clock: `next` gives the first one after an instant (epoch ms). */
  | { readonly kind: 'moments'; readonly next: (after: number) => number }
  /** Only when it is asked for: the schedule, or the end of a batch, says when. */
  | { readonly kind: 'asked' };

export interface DueService {
  readonly service: Service;
  readonly when: When;
}

/** How a service stands, for the status file. */
export interface ServiceState {
  readonly name: string;
  readonly running: boolean;
  readonly runs: number;
  readonly failures: number;
  /** Epoch ms of the end of its last run; null = it has not run yet. */
  readonly lastRunAt: number | null;
  /** Why its last run failed; null = it did not. */
  readonly lastError: string | null;
  readonly lastSummary: Summary | null;
}

export interface ServiceLoop {
  readonly states: readonly ServiceState[];
  /** Runs a service now, besides its own times; nothing when it is running or there is none of that name. */
  wake(name: string): void;
  /** As `wake`, and says how it went; a run that is under way counts. @throws what the service threw; E_INTERNAL for an unknown name. */
  run(name: string): Promise<Summary>;
  /** No further run begins; resolves when those under way are over. */
  stop(): Promise<void>;
}

export interface ServiceLoopDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** Longest sleep between two looks at the wall clock. */
const LOOK_MS = 60_000;
const DAY_MS = 86_400_000;
/** Who waits to be asked sleeps in days. */
const LONGEST_SLEEP_MS = DAY_MS;
/** What runs more often says nothing of a run that went well. */
const TOLD_FROM_MS = 60_000;

export function startServiceLoop(services: readonly DueService[], deps: ServiceLoopDeps): ServiceLoop {
  const stop = new AbortController();
  const kept = services.map((due) => new KeptService(due, deps, stop.signal));
  const running = kept.map((one) => one.keepRunning());
  return {
    get states() {
      return kept.map((one) => one.state);
    },
    wake: (name) => {
      kept.find((one) => one.state.name === name)?.wake();
    },
    run: (name) => {
      const one = kept.find(({ state }) => state.name === name);
      return one === undefined ? Promise.reject(new Fault('E_INTERNAL', `there is no service ${name}`)) : one.run();
    },
    stop: async () => {
      stop.abort();
      await Promise.all(running);
    },
  };
}

class KeptService {
  readonly #due: DueService;
  readonly #deps: ServiceLoopDeps;
  readonly #stop: AbortSignal;
  #state: ServiceState;
  #woken = new AbortController();
  /** Woken while it ran: it runs once more. */
  #wanted = false;
  #underWay: Promise<Summary> | null = null;
  /** The moment that was met last, epoch ms. */
  #met = Number.NEGATIVE_INFINITY;

  constructor(due: DueService, deps: ServiceLoopDeps, stop: AbortSignal) {
    this.#due = due;
    this.#deps = deps;
    this.#stop = stop;
    this.#state = {
      name: due.service.name,
      running: false,
      runs: 0,
      failures: 0,
      lastRunAt: null,
      lastError: null,
      lastSummary: null,
    };
  }

  get state(): ServiceState {
    return this.#state;
  }

  wake(): void {
    this.#wanted = true;
    this.#woken.abort();
  }

  async keepRunning(): Promise<void> {
    const { when } = this.#due;
    if (when.kind === 'every' && when.first === 'at_once') await this.#runQuietly();
    while (!this.#stop.aborted) {
      await this.#untilDue();
      if (this.#stop.aborted) break;
      await this.#runQuietly();
    }
    await this.#underWay?.catch(() => undefined);
  }

  /** The run that is under way, or a new one. */
  run(): Promise<Summary> {
    this.#underWay ??= this.#run().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** Its failure is told by the run itself. */
  async #runQuietly(): Promise<void> {
    await this.run().catch(() => undefined);
  }

  async #untilDue(): Promise<void> {
    const { clock } = this.#deps;
    const { when } = this.#due;
    this.#woken = new AbortController();
    if (this.#wanted) return;
    if (when.kind === 'asked') {
      while (!this.#stop.aborted && !this.#woken.signal.aborted) await this.#sleep(LONGEST_SLEEP_MS);
      return;
    }
    if (when.kind === 'every') {
      await this.#sleep(when.ms);
      return;
    }
    const moment = when.next(this.#after());
    while (!this.#stop.aborted && !this.#woken.signal.aborted && clock.now() < moment) {
      await this.#sleep(Math.min(LOOK_MS, moment - clock.now()));
      // A clock set back leaves the moment far away: it is chosen anew.
      if (clock.now() < moment && when.next(this.#after()) < moment) return this.#untilDue();
    }
    this.#met = moment;
  }

  /** A clock set back a little does not meet the same moment twice; one set back by more than a day was wrong before. */
  #after(): number {
    const now = this.#deps.clock.now();
    return this.#met - now > DAY_MS ? now : Math.max(now, this.#met);
  }

  async #sleep(ms: number): Promise<void> {
    const wake = (): void => this.#woken.abort();
    this.#stop.addEventListener('abort', wake, { once: true });
    if (!this.#stop.aborted) await this.#deps.clock.sleep(ms, this.#woken.signal);
    this.#stop.removeEventListener('abort', wake);
  }

  async #run(): Promise<Summary> {
    const { clock, log } = this.#deps;
    const { name } = this.#due.service;
    this.#wanted = false;
    this.#state = { ...this.#state, running: true };
    const startedAt = clock.monotonic();
    try {
      const summary = await this.#due.service.runOnce();
      const { when } = this.#due;
      if (when.kind !== 'every' || when.ms >= TOLD_FROM_MS)
        log.debug('service_ran', { service: name, ms: Math.round(clock.monotonic() - startedAt), ...summary });
      this.#state = { ...this.#state, lastSummary: summary, lastError: null };
      return summary;
    } catch (error) {
      const code = isFault(error) ? error.code : 'E_INTERNAL';
      log.error('service_failed', { service: name, code, error: messageOf(error) });
      this.#state = { ...this.#state, failures: this.#state.failures + 1, lastError: messageOf(error) };
      throw error;
    } finally {
      this.#state = { ...this.#state, running: false, runs: this.#state.runs + 1, lastRunAt: clock.now() };
    }
  }
}
