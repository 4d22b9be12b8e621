/**
 * One browser that watches (server-sent events). What it does not take in time is left out instead of kept, and it gets
 * everything anew once it can read again: a slow reader costs the same memory as a fast one (T29).
 */
import type { ServerResponse } from 'node:http';

/** Unsent bytes above which it is behind: nothing more is written until it has read them. */
const BEHIND_BYTES = 64 * 1024;
/** Whoever is behind for so long is let go. */
export const LONGEST_BEHIND_MS = 30_000;

export interface StreamEvent {
  /** null = it cannot be asked for again. */
  readonly id: string | null;
  /** The whole event as it goes over the wire, made once for all who get it. */
  readonly bytes: Buffer;
}

export function streamEvent(event: string, id: string | null, data: unknown): StreamEvent {
  const number = id === null ? '' : `id: ${id}\n`;
  return { id, bytes: Buffer.from(`${number}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`) };
}

const HEARTBEAT = Buffer.from(': here\n\n');

export class StreamClient {
  readonly #response: ServerResponse;
  readonly #caughtUp: () => void;
  #behindSince: number | null = null;

  /** @param caughtUp it was behind, missed events, and can take some again */
  constructor(response: ServerResponse, caughtUp: () => void) {
    this.#response = response;
    this.#caughtUp = caughtUp;
    response.on('drain', () => {
      if (this.#behindSince === null) return;
      this.#behindSince = null;
      this.#caughtUp();
    });
  }

  /** False = it is behind: this was left out. `now` of the monotonic clock. */
  send({ bytes }: StreamEvent, now: number): boolean {
    if (this.isGone || this.#behindSince !== null) return false;
    // Node says `drain` only after a write that it answered with false.
    const taken = this.#response.write(bytes);
    if (!taken && this.#response.writableLength > BEHIND_BYTES) this.#behindSince = now;
    return true;
  }

  heartbeat(now: number): void {
    if (this.#behindSince !== null && now - this.#behindSince > LONGEST_BEHIND_MS) this.#response.destroy();
    else if (this.#behindSince === null && !this.isGone) this.send({ id: null, bytes: HEARTBEAT }, now);
  }

  get isBehind(): boolean {
    return this.#behindSince !== null;
  }

  get isGone(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  end(): void {
    this.#response.end();
  }
}
