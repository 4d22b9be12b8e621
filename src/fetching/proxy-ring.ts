/** Which proxy a request takes: one a task, each task the next one; a proxy that fails rests, longer each time. */
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
  choose(names: readonly string[] | null, session: number): ProxyChoice {
    const own = names === null ? this.#proxies : this.#proxies.filter((proxy) => names.includes(proxy.name));
    if (own.length === 0) return { kind: 'direct' };
    const now = this.#clock.now();
    const well = own.filter((proxy) => (this.#health.get(proxy.name)?.restsUntil ?? 0) <= now);
    const proxy = well[session % well.length];
    if (proxy !== undefined) return { kind: 'proxy', proxy };
    const until = Math.min(...own.map(({ name }) => this.#health.get(name)?.restsUntil ?? now));
    return { kind: 'resting', names: own.map(({ name }) => name), until };
  }

  failed({ name }: Proxy): void {
    const failures = (this.#health.get(name)?.failures ?? 0) + 1;
    const rest = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    this.#health.set(name, { failures, restsUntil: this.#clock.now() + rest });
  }

  worked({ name }: Proxy): void {
    this.#health.delete(name);
  }
}
