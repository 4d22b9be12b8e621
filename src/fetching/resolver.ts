/**
 * Names to addresses (fault F42): what has no address is not asked for again for a minute, and never more than a few
 * questions are under way, because the system's resolver blocks a thread for each.
 */
import type { LookupAddress } from 'node:dns';
import type { Lookup } from './connections.ts';

/** A name without an address stays without one for so long. */
const ABSENT_MS = 60_000;
const MOST_AT_ONCE = 4;
/** Names come from the web's redirects too: no more are remembered. */
const MOST_ABSENT = 1_000;

/** The resolver says that there is no such name; whatever else goes wrong may be over in a moment. */
const ABSENT: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA']);

interface Absence {
  readonly until: number;
  readonly error: NodeJS.ErrnoException;
}

type Answer = Parameters<Lookup>[1];

/** @param monotonic ms that only grow */
export function createResolver(ask: Lookup, monotonic: () => number): Lookup {
  const absent = new Map<string, Absence>();
  const underWay = new Map<string, Answer[]>();
  const waiting: string[] = [];
  let asking = 0;

  const remember = (name: string, error: NodeJS.ErrnoException): void => {
    const [oldest] = absent.keys();
    if (absent.size >= MOST_ABSENT && oldest !== undefined) absent.delete(oldest);
    absent.set(name, { until: monotonic() + ABSENT_MS, error });
  };

  const next = (): void => {
    const name = asking < MOST_AT_ONCE ? waiting.shift() : undefined;
    if (name === undefined) return;
    asking++;
    ask(name, (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => {
      asking--;
      if (error !== null && ABSENT.has(error.code ?? '')) remember(name, error);
      const callers = underWay.get(name) ?? [];
      underWay.delete(name);
      for (const answer of callers) answer(error, addresses);
      next();
    });
  };

  return (name, answer) => {
    const known = absent.get(name);
    if (known !== undefined && monotonic() < known.until) {
      queueMicrotask(() => answer(known.error, []));
      return;
    }
    absent.delete(name);
    const callers = underWay.get(name);
    if (callers !== undefined) {
      callers.push(answer);
      return;
    }
    underWay.set(name, [answer]);
    waiting.push(name);
    next();
  };
}
