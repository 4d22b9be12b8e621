/** A governor on a simulated clock, with the settings tests share. */
import type { TestContext } from 'node:test';
import type { Random } from '../../src/core/clock.ts';
import { seededRandom } from '../../src/core/clock.ts';
import type { PermitAnswer, PermitReport, Politeness, RequestPurpose } from '../../src/core/politeness.ts';
import type { Governor, GovernorEvent, HostMemory } from '../../src/fetching/contract.ts';
import { createGovernor } from '../../src/fetching/governor.ts';
import type { GovernorOptions } from '../../src/fetching/governor.ts';
import { SimulatedClock } from './simulated-clock.ts';

export const POLITE: Politeness = {
  delayMs: 1_000,
  jitterMs: 0,
  requestsPerMinute: 10_000,
  burst: 10_000,
  concurrency: 4,
  robots: 'ignore',
};

const NEVER = new AbortController().signal;

export interface Governed {
  readonly clock: SimulatedClock;
  readonly governor: Governor;
  readonly memories: HostMemory[];
  readonly events: GovernorEvent[];
  readonly acquire: (
    url: string,
    more?: { site?: string; purpose?: RequestPurpose; signal?: AbortSignal },
  ) => Promise<PermitAnswer>;
  /** Acquires while time runs on, and says when it was answered. */
  readonly ask: (url: string, site?: string) => Promise<{ readonly answer: PermitAnswer; readonly at: number }>;
  readonly report: (answer: PermitAnswer, result?: PermitReport['result'], more?: Partial<PermitReport>) => void;
}

export interface GovernedOptions extends Partial<GovernorOptions> {
  readonly sites?: Readonly<Record<string, Partial<Politeness>>>;
  readonly simulated?: SimulatedClock;
  readonly chance?: Random;
}

export function governed(t: TestContext, options: GovernedOptions = {}): Governed {
  const clock = options.simulated ?? new SimulatedClock();
  const memories: HostMemory[] = [];
  const events: GovernorEvent[] = [];
  const politeness = new Map<string, Politeness>();
  const politenessOf = (site: string): Politeness => {
    const made = politeness.get(site) ?? { ...POLITE, ...options.sites?.[site] };
    politeness.set(site, made);
    return made;
  };
  const governor = createGovernor({
    politenessOf,
    clock,
    random: options.chance ?? seededRandom(7),
    fetchRobots: async () => ({ kind: 'absent', status: 404 }),
    userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
    onHostChange: (memory) => memories.push(memory),
    onEvent: (event) => events.push(event),
    ...options,
  });
  t.after(() => governor.close());
  const acquire: Governed['acquire'] = (url, more = {}) =>
    governor.acquire({ site: more.site ?? 'Inm24', url, purpose: more.purpose ?? 'list' }, more.signal ?? NEVER);
  return {
    clock,
    governor,
    memories,
    events,
    acquire,
    ask: async (url, site = 'Inm24') => {
      const answered: { answer: PermitAnswer; at: number }[] = [];
      void acquire(url, { site }).then((answer) => answered.push({ answer, at: clock.monotonic() }));
      await clock.settle();
      for (;;) {
        const [first] = answered;
        if (first !== undefined) return first;
        await clock.run(1);
      }
    },
    report: (answer, result = 'ok', more = {}) => {
      if (answer.kind === 'granted') governor.report({ permit: answer.permit, result, latencyMs: 100, ...more });
    },
  };
}
