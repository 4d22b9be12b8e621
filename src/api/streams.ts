/** The live views: who may open one, how many there are, and what ends them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf } from '../core/errors.ts';
import type { LogFilter } from '../monitoring/house-shape.ts';
import type { Language } from '../wording/language.ts';
import type { ApiDeps, Principal } from './contract.ts';
import { Refusal } from './problems.ts';
import { StateStream } from './state-stream.ts';
import { StreamClient, streamEvent } from './stream-client.ts';
import type { WhoAsks } from './who-asks.ts';

/** A revoked token ends its streams within this (T13). */
const CHECK_MS = 500;
/** Proxies end a connection on which nothing comes for a minute. */
const HEARTBEAT_CHECKS = 30;
const AGAIN_SECONDS = 10;

export interface StreamsDeps extends Pick<ApiDeps, 'monitorFor' | 'clock' | 'log'> {
  readonly who: WhoAsks;
  readonly most: number;
}

interface Open {
  readonly client: StreamClient;
  readonly principal: Principal;
}

export class Streams {
  readonly #deps: StreamsDeps;
  readonly #open = new Set<Open>();
  readonly #states: Readonly<Record<Language, StateStream>>;
  #watching: AbortController | null = null;

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
    const { monitorFor, clock, log } = deps;
    const stateIn = (language: Language) =>
      new StateStream({ status: () => monitorFor(language).work.status(), clock, log });
    this.#states = { en: stateIn('en'), es: stateIn('es') };
  }

  /** @throws {Refusal} E_TOO_MANY */
  async openState(request: FastifyRequest, reply: FastifyReply, asked: Viewer): Promise<void> {
    const state = this.#states[asked.language];
    const client = this.#begin(reply, asked.principal, (client) => {
      void state.catchUp(client);
    });
    reply.raw.on('close', () => {
      state.remove(client);
    });
    const after = request.headers['last-event-id'];
    await state.add(client, typeof after === 'string' ? after : null);
  }

  /** @throws {Refusal} E_TOO_MANY */
  async openLogs(reply: FastifyReply, asked: Viewer, filter: LogFilter): Promise<void> {
    const { monitorFor, clock, log } = this.#deps;
    let waiting = Promise.withResolvers<void>();
    const client = this.#begin(reply, asked.principal, () => {
      waiting.resolve();
    });
    const gone = new AbortController();
    reply.raw.on('close', () => {
      gone.abort();
      waiting.resolve();
    });
    try {
      for await (const line of monitorFor(asked.language).house.followLogs(filter, gone.signal)) {
        // A line is never left out: the file is read on when there is room again.
        if (client.isBehind) {
          await waiting.promise;
          waiting = Promise.withResolvers<void>();
        }
        client.send(streamEvent('line', null, line), clock.monotonic());
      }
    } catch (error) {
      log.warn('log_stream_failed', { error: messageOf(error) });
    } finally {
      client.end();
    }
  }

  get count(): number {
    return this.#open.size;
  }

  close(): void {
    this.#watching?.abort();
    for (const { client } of this.#open) client.end();
  }

  #begin(reply: FastifyReply, principal: Principal, caughtUp: (client: StreamClient) => void): StreamClient {
    const { most, log } = this.#deps;
    if (this.#open.size >= most) {
      throw new Refusal('E_TOO_MANY', 'tooManyStreams', String(most), { 'retry-after': String(AGAIN_SECONDS) });
    }
    const { raw } = reply;
    const client: StreamClient = new StreamClient(raw, () => {
      caughtUp(client);
    });
    const open = { client, principal };
    this.#open.add(open);
    raw.on('close', () => {
      this.#open.delete(open);
    });
    raw.on('error', (error) => {
      log.debug('stream_broken', { error: messageOf(error) });
    });
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would keep events back otherwise.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    if (this.#watching === null) void this.#watch();
    return client;
  }

  /** Lets go whoever may watch no more or does not read. */
  async #watch(): Promise<void> {
    const { clock, log } = this.#deps;
    const watching = new AbortController();
    this.#watching = watching;
    for (let check = 1; !watching.signal.aborted && this.#open.size > 0; check += 1) {
      await clock.sleep(CHECK_MS, watching.signal);
      try {
        await this.#endForbidden();
      } catch (error) {
        // The store is in trouble: it is asked again in a moment; nobody new gets in meanwhile.
        log.warn('streams_not_checked', { error: messageOf(error) });
      }
      if (check % HEARTBEAT_CHECKS === 0) for (const { client } of this.#open) client.heartbeat(clock.monotonic());
    }
    this.#watching = null;
  }

  async #endForbidden(): Promise<void> {
    const answers = new Map<string, Promise<boolean>>();
    for (const { client, principal } of this.#open) {
      const key = `${principal.id} ${principal.role} ${principal.until}`;
      const answer = answers.get(key) ?? this.#deps.who.stillGood(principal);
      answers.set(key, answer);
      if (!(await answer)) client.end();
    }
  }
}

export interface Viewer {
  readonly principal: Principal;
  readonly language: Language;
}
