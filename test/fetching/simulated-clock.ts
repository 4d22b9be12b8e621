/** A clock that jumps from timer to timer: hours of politeness pass in milliseconds, in the same order every time. */
import type { Clock } from '../../src/core/clock.ts';

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly ring: () => void;
}

const EPOCH = Date.UTC(2026, 10, 22, 9);

export class SimulatedClock implements Clock {
  #time = 1_000;
  #skew = 0;
  #timers: Timer[] = [];
  #number = 0;

  now(): number {
    return EPOCH + this.#time + this.#skew;
  }

  monotonic(): number {
    return this.#time;
  }

  /** The wall clock is set; durations are not touched. */
  setWallClock(by: number): void {
    this.#skew += by;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const timer: Timer = { at: this.#time + Math.max(ms, 0), number: this.#number++, ring: resolve };
      this.#insert(timer);
      signal?.addEventListener(
        'abort',
        () => {
          this.#timers = this.#timers.filter((other) => other !== timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Lets everything that can happen now happen, without time passing. */
  async settle(): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  /** Runs for `ms`, or until nothing is left to wait for. */
  async run(ms: number): Promise<void> {
    const end = this.#time + ms;
    for (;;) {
      await this.settle();
      const next = this.#timers[0];
      if (next === undefined || next.at > end) break;
      this.#time = Math.max(this.#time, next.at);
      while (this.#timers[0] !== undefined && this.#timers[0].at <= this.#time) this.#timers.shift()?.ring();
    }
    this.#time = end;
  }

  /** Sorted by time, then by order of arrival; there are never more than a few dozen. */
  #insert(timer: Timer): void {
    let place = this.#timers.length;
    while (place > 0 && (this.#timers[place - 1]?.at ?? 0) > timer.at) place--;
    this.#timers.splice(place, 0, timer);
  }
}
