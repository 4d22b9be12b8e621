/**
 * Kept-alive connections, one pool an origin, whose every connect passes the guard: the resolver's addresses before,
 * the socket's own address after (threat T3). A socket once checked keeps its address, so the pool needs no more.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { buildConnector as Connector, Pool as PoolOfOrigin } from 'undici';
import { FetchTrouble } from './fetch-trouble.ts';
import { bareHost } from './guard.ts';
import type { AddressGuard } from './guard.ts';
import type { FetchLimits, Proxy } from './contract.ts';
import { certificateTrouble } from './certificate-trouble.ts';
import { proxyConnector } from './proxy-connector.ts';
import { isLoopback } from './rehearsal.ts';
import { buildConnector, Pool } from './undici-parts.ts';

/** Resolves a host name to all its addresses, as `dns.lookup` with `all: true`. */
export type Lookup = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** A portal's keep-alive is used between two polite requests; longer is a socket held for nothing. */
const KEEP_ALIVE_MS = 30_000;
const LONGEST_KEEP_ALIVE_MS = 120_000;
/** A fetcher works for one task, and a task asks one page at a time: a second socket would only ever be a leftover. */
const SOCKETS_PER_ORIGIN = 1;
/** A worker asks one site at a time; more origins than this are redirects' leftovers. */
const MOST_ORIGINS = 32;

export interface OriginPool {
  readonly pool: PoolOfOrigin;
  /** Connections made so far: unchanged during a request = it went over a kept-alive socket. */
  connects: number;
  /** Answers after whose end the server still sent bytes, or other breaches of HTTP between two answers. */
  breaches: number;
}

export const lookupBySystem: Lookup = (hostname, callback) => {
  systemLookup(hostname, { all: true }, callback);
};

/** The resolver hook: what it hands on has been checked as a whole. */
function guardedLookup(guard: AddressGuard, lookup: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      const found = addresses?.map(({ address }) => address) ?? [];
      const refusal = guard.refuseAddresses(hostname, found);
      if (error !== null) callback(error, '');
      else if (refusal !== null) callback(new FetchTrouble('E_ADDRESS', refusal), '');
      else if (first === undefined) callback(new FetchTrouble('E_DNS', `${hostname} has no address`), '');
      else if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

export interface ConnectionSettings {
  readonly limits: FetchLimits;
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
  /** The one loopback origin of a rehearsal, or null. */
  readonly rehearsal: string | null;
}

export class Connections {
  readonly #settings: ConnectionSettings;
  readonly #origins = new Map<string, OriginPool>();

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** The pool that serves a URL, made at its first use. */
  poolFor(url: URL, ignoresCertificates = false, proxy: Proxy | null = null): OriginPool {
    const key = `${url.origin}${ignoresCertificates ? ' without certificate' : ''} ${proxy?.name ?? ''}`;
    const known = this.#origins.get(key);
    if (known !== undefined) return known;
    this.#dropOldest();
    const made = this.#open(this.#settings.rehearsal ?? url.origin, ignoresCertificates, proxy);
    this.#origins.set(key, made);
    return made;
  }

  async close(): Promise<void> {
    const pools = [...this.#origins.values()];
    this.#origins.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  #dropOldest(): void {
    if (this.#origins.size < MOST_ORIGINS) return;
    const [oldest] = this.#origins;
    if (oldest === undefined) return;
    this.#origins.delete(oldest[0]);
    void oldest[1].pool.close();
  }

  #open(origin: string, ignoresCertificates: boolean, proxy: Proxy | null): OriginPool {
    const { limits } = this.#settings;
    const pool = new Pool(origin, {
      connections: SOCKETS_PER_ORIGIN,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.totalMs,
      connect: this.#through(proxy, ignoresCertificates, (): void => {
        made.connects++;
      }),
    });
    const made: OriginPool = { pool, connects: 0, breaches: 0 };
    pool.on('disconnect', (_origin, _targets, error) => {
      // undici calls bytes that nobody asked for a "bad response".
      if (error.name === 'HTTPParserError' || error.message === 'bad response') made.breaches++;
    });
    return made;
  }

  #through(proxy: Proxy | null, ignoresCertificates: boolean, connected: () => void): Connector.connector {
    if (proxy === null) return this.#connector(ignoresCertificates, connected);
    const { limits, guard, lookup, rehearsal } = this.#settings;
    return proxyConnector({ proxy, connectMs: limits.connectMs, ignoresCertificates, connected }, (host, found) => {
      // The proxy resolves the name itself; ours must be public all the same (T3).
      if (rehearsal !== null || isIP(host) !== 0) found(null);
      else
        lookup(host, (error, addresses) =>
          found(
            error === null
              ? guard.refuseAddresses(
                  host,
                  addresses.map(({ address }) => address),
                )
              : error,
          ),
        );
    });
  }

  #connector(ignoresCertificates: boolean, connected: () => void): Connector.connector {
    const { limits, guard, lookup, rehearsal } = this.#settings;
    const connect = buildConnector({
      allowH2: false,
      timeout: limits.connectMs,
      // Checked below, where the certificate can be told (F44).
      rejectUnauthorized: false,
      ...(rehearsal === null ? { lookup: guardedLookup(guard, lookup) } : {}),
    });
    return (options, callback) => {
      connect(options, (error, socket) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        connected();
        const host = bareHost(options.hostname);
        const address = socket.remoteAddress ?? '';
        const refusal =
          rehearsal === null
            ? guard.refuseAddresses(host, [address])
            : isLoopback(address)
              ? null
              : `the rehearsal origin ${rehearsal} leads to ${address}`;
        const trouble =
          refusal === null
            ? ignoresCertificates
              ? null
              : certificateTrouble(socket, host)
            : new FetchTrouble('E_ADDRESS', refusal);
        if (trouble === null) {
          callback(null, socket);
          return;
        }
        socket.destroy();
        callback(trouble, null);
      });
    };
  }
}
