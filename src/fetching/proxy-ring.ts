/**
 * Which proxy a request takes: one a task, each task the next one; a proxy that fails rests, longer each time. It rests
 * for its site alone: a proxy often answers for a portal that is down, and other portals lose nothing by it.
 */
import type { Clock } from '../core/clock.ts';
import type { Proxy } from './contract.ts';

const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 30 * 60_000;

interface Health {
  failures: number;
  restsUntil: number;
}

export type ProxyChoice =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: Proxy }
  /** All of them rest; `until` in epoch ms. */
  | { readonly kind: 'resting'; readonly names: readonly string[]; readonly until: number };

export class ProxyRing {
  readonly #proxies: readonly Proxy[];
  readonly #clock: Clock;
  readonly #health = new Map<string, Health>();

  constructor(proxies: readonly Proxy[], clock: Clock) {
    this.#proxies = proxies;
    this.#clock = clock;
  }

  /**
   * @param names those of the site; null = any, none = direct
   * @param session the same number gets the same proxy as long as it is well
   */
  choose(site: string, names: readonly string[] | null, session: number): ProxyChoice {
    const own = names === null ? this.#proxies : this.#proxies.filter((proxy) => names.includes(proxy.name));
    if (own.length === 0) return { kind: 'direct' };
    const now = this.#clock.now();
    const well = own.filter((proxy) => (this.#health.get(keyOf(site, proxy))?.restsUntil ?? 0) <= now);
    const proxy = well[session % well.length];
    if (proxy !== undefined) return { kind: 'proxy', proxy };
    const until = Math.min(...own.map((rested) => this.#health.get(keyOf(site, rested))?.restsUntil ?? now));
    return { kind: 'resting', names: own.map(({ name }) => name), until };
  }

  failed(site: string, proxy: Proxy): void {
    const key = keyOf(site, proxy);
    const failures = (this.#health.get(key)?.failures ?? 0) + 1;
    const rest = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    this.#health.set(key, { failures, restsUntil: this.#clock.now() + rest });
  }

  worked(site: string, proxy: Proxy): void {
    this.#health.delete(keyOf(site, proxy));
  }
}

/** What is said of a choice that leaves no way out. */
export function restingMessage({ names }: Extract<ProxyChoice, { kind: 'resting' }>): string {
  return `no proxy works: ${names.join(', ')} rest`;
}

function keyOf(site: string, { name }: Proxy): string {
  return `${site} ${name}`;
}
