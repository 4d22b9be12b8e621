/** The hourly look at everything that should be well: each check answers what is wrong, or nothing. */
import { messageOf } from '../core/errors.ts';
import type { Log } from '../telemetry/contract.ts';
import type { Service } from './service.ts';

export interface HealthCheck {
  readonly name: string;
  /** What is wrong, in words that say what to do; null = all is well. A check that throws is itself a trouble. */
  look(): Promise<string | null>;
}

export interface Trouble {
  readonly check: string;
  readonly what: string;
}

export interface Health extends Service {
  /** Of the last look; empty before the first. */
  readonly troubles: readonly Trouble[];
}

export function createHealthCheck(checks: readonly HealthCheck[], log: Log): Health {
  let troubles: readonly Trouble[] = [];
  return {
    name: 'health',
    get troubles() {
      return troubles;
    },
    runOnce: async () => {
      const looks = await Promise.all(checks.map(lookAt));
      troubles = looks.filter((one) => one !== null);
      for (const { check, what } of troubles) log.warn('health_trouble', { check, error: what });
      if (troubles.length === 0) log.info('health_ok', { checks: checks.length });
      return { checks: checks.length, troubles: troubles.length };
    },
  };
}

async function lookAt(one: HealthCheck): Promise<Trouble | null> {
  const { name } = one;
  try {
    const what = await one.look();
    return what === null ? null : { check: name, what };
  } catch (error) {
    return { check: name, what: messageOf(error) };
  }
}
