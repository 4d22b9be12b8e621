/**
 * The state as a stream: one look at it serves everybody who watches in a language. Who begins gets all of it, then what
 * changed; who comes back with the number of the last event gets what was missed, while it is still known.
 */
import { randomBytes } from 'node:crypto';
import { messageOf } from '../core/errors.ts';
import type { Clock } from '../core/clock.ts';
import type { Status } from '../monitoring/status-shape.ts';
import type { Log } from '../telemetry/contract.ts';
import type { StatusChange } from './contract.ts';
import { streamEvent } from './stream-client.ts';
import type { StreamClient, StreamEvent } from './stream-client.ts';

/** With the look itself, well within the second that is promised. */
const LOOK_MS = 400;
/** What changes all the time (processor, memory, how long the batch runs) is told this often. */
const RESTLESS_MS = 3000;
const KEPT_EVENTS = 128;

type Part = keyof StatusChange['changed'];

export interface StateStreamDeps {
  readonly status: () => Promise<Status>;
  readonly clock: Clock;
  readonly log: Log;
}

export class StateStream {
  readonly #deps: StateStreamDeps;
  readonly #clients = new Set<StreamClient>();
  readonly #kept: StreamEvent[] = [];
  /** Numbers of another life mean nothing here. */
  readonly #life = randomBytes(4).toString('hex');
  #count = 0;
  #looking: AbortController | null = null;
  #last: Status | null = null;
  #parts = new Map<Part, string>();
  #restlessAt = 0;
  #failing = false;

  constructor(deps: StateStreamDeps) {
    this.#deps = deps;
  }

  /** @param after the last event it has seen */
  async add(client: StreamClient, after: string | null): Promise<void> {
    const missed = after === null ? null : this.#since(after);
    if (missed === null || this.#looking === null) await this.#sendAll(client);
    else for (const event of missed) client.send(event, this.#deps.clock.monotonic());
    if (client.isGone) return;
    this.#clients.add(client);
    if (this.#looking === null) void this.#keepLooking();
  }

  remove(client: StreamClient): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#looking?.abort();
    this.#looking = null;
    // Nobody watched what came meanwhile.
    this.#kept.length = 0;
    this.#last = null;
  }

  /** It missed something: it gets everything. */
  async catchUp(client: StreamClient): Promise<void> {
    if (this.#clients.has(client)) await this.#sendAll(client);
  }

  async #sendAll(client: StreamClient): Promise<void> {
    const status = this.#last ?? (await this.#look());
    if (status !== null) client.send(streamEvent('snapshot', this.#number(), status), this.#deps.clock.monotonic());
  }

  async #keepLooking(): Promise<void> {
    const looking = new AbortController();
    this.#looking = looking;
    while (!looking.signal.aborted) {
      await this.#deps.clock.sleep(LOOK_MS, looking.signal);
      if (!looking.signal.aborted) await this.#look();
    }
  }

  /** Reads the state and tells everybody what is new of it. */
  async #look(): Promise<Status | null> {
    const { status, log, clock } = this.#deps;
    try {
      const now = await status();
      const changed = this.#changes(now);
      this.#last = now;
      if (Object.keys(changed).length > 0) this.#tell(streamEvent('change', this.#next(), { at: now.at, changed }));
      // Whoever began while nothing could be read has no state to put changes on.
      if (this.#failing) this.#tell(streamEvent('snapshot', this.#number(), now));
      this.#failing = false;
      return now;
    } catch (error) {
      // Told once, to the log and to who watches; the next look may go well.
      if (!this.#failing) {
        log.warn('status_not_read', { error: messageOf(error) });
        this.#tell(streamEvent('trouble', null, { at: new Date(clock.now()).toISOString() }));
      }
      this.#failing = true;
      return null;
    }
  }

  #changes(now: Status): StatusChange['changed'] {
    const { at: _at, ...parts } = now;
    const restless = this.#deps.clock.monotonic() - this.#restlessAt >= RESTLESS_MS;
    if (restless) this.#restlessAt = this.#deps.clock.monotonic();
    const before = this.#parts;
    const changed: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(parts) as [Part, unknown][]) {
      const calm = JSON.stringify(calmPart(name, value));
      const whole = restless ? JSON.stringify(value) : calm;
      if (before.get(name) === calm && !(restless && whole !== calm)) continue;
      before.set(name, calm);
      changed[name] = value;
    }
    return changed;
  }

  #tell(event: StreamEvent): void {
    this.#kept.push(event);
    if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
    const now = this.#deps.clock.monotonic();
    for (const client of this.#clients) client.send(event, now);
  }

  #next(): string {
    this.#count += 1;
    return this.#number();
  }

  #number(): string {
    return `${this.#life}-${this.#count}`;
  }

  /** null = it is not known any more what came after. */
  #since(id: string): readonly StreamEvent[] | null {
    if (id === this.#number()) return [];
    const at = this.#kept.findLastIndex((event) => event.id === id);
    return at === -1 ? null : this.#kept.slice(at + 1);
  }
}

/** The part without what changes with every look. */
function calmPart(name: Part, value: unknown): unknown {
  if (name === 'system') return null;
  if (name === 'batch' && value !== null) return { ...(value as Status['batch'] & object), durationMs: 0, etaAt: null };
  if (name === 'scrapers') return (value as Status['scrapers']).map((scraper) => ({ ...scraper, etaAt: null }));
  return value;
}
