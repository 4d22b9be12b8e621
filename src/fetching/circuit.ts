/**
 * A host's circuit breaker (SPEC §4, faults F43, F57, F59). Times are monotonic milliseconds.
 *
 *   closed ──n failures in a row, or one block──> open ──cool-down over──> half open ──one probe──┬─ good ──> closed
 *     ^                                            ^                                              │
 *     └────────────────────────────────────────────┼──────────────────────────────────────────────┘
 *                                                  └──────────── bad: cool-down doubles ──────────┘
 */
export interface CircuitSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** First cool-down after network or server trouble, ms; it doubles with each failed probe. */
  readonly coolDownMs: number;
  readonly longestMs: number;
  /** First cool-down after a block, ms: a portal that refuses us is not asked again soon. */
  readonly blockedCoolDownMs: number;
  readonly blockedLongestMs: number;
}

/** F57: at most a probe a minute; F59: at most three an hour at a portal that refuses us. */
export const CIRCUIT_DEFAULTS: CircuitSettings = {
  failures: 5,
  coolDownMs: 60_000,
  longestMs: 30 * 60_000,
  blockedCoolDownMs: 20 * 60_000,
  blockedLongestMs: 6 * 3_600_000,
};

/** Good answers in a row after which earlier openings are forgotten. */
const FORGET_AFTER = 10;

export type CircuitEvent = 'opened' | 'closed' | null;

export class Circuit {
  readonly #settings: CircuitSettings;
  #failures = 0;
  #goodInRow = 0;
  /** Openings without a lasting recovery between them: the exponent of the cool-down. */
  #openings: number;
  #openUntil: number | null;
  #openedMs: number;
  #probe: number | null = null;

  constructor(settings: CircuitSettings, restored: { openings: number; openUntil: number | null; openedMs: number }) {
    this.#settings = settings;
    this.#openings = restored.openings;
    this.#openUntil = restored.openUntil;
    this.#openedMs = restored.openedMs;
  }

  /** End of the cool-down; null = closed. In the past = half open: a probe is due or under way. */
  get openUntil(): number | null {
    return this.#openUntil;
  }

  get openings(): number {
    return this.#openings;
  }

  /** All cool-downs so far, ms. */
  get openedMs(): number {
    return this.#openedMs;
  }

  /** A probe is under way: nothing else is asked until it is back. */
  get isProbing(): boolean {
    return this.#probe !== null;
  }

  /** A permit was granted: while the circuit is half open it is the probe. */
  granted(permit: number): void {
    if (this.#openUntil !== null) this.#probe = permit;
  }

  /** The permit was not used, or proved nothing about the pages: the next one is the probe. */
  neutral(permit: number): void {
    if (this.#probe === permit) this.#probe = null;
  }

  good(permit: number): CircuitEvent {
    // While it is open only the probe counts: the others were under way when it opened.
    if (this.#openUntil !== null && this.#probe !== permit) return null;
    this.#failures = 0;
    this.#goodInRow++;
    if (this.#goodInRow >= FORGET_AFTER) this.#openings = 0;
    if (this.#openUntil === null) return null;
    this.#openUntil = null;
    this.#probe = null;
    return 'closed';
  }

  bad(permit: number, blocked: boolean, now: number): CircuitEvent {
    if (this.#openUntil !== null && this.#probe !== permit) return null;
    this.#goodInRow = 0;
    this.#failures++;
    const opens = blocked || this.#probe === permit || this.#failures >= this.#settings.failures;
    if (!opens) return null;
    const { coolDownMs, longestMs, blockedCoolDownMs, blockedLongestMs } = this.#settings;
    const [first, longest] = blocked ? [blockedCoolDownMs, blockedLongestMs] : [coolDownMs, longestMs];
    const coolDown = Math.min(first * 2 ** Math.min(this.#openings, 30), longest);
    this.#openings++;
    this.#openUntil = now + coolDown;
    this.#openedMs += coolDown;
    this.#failures = 0;
    this.#probe = null;
    return 'opened';
  }
}
