import type { HostState } from '../contract.ts';
import { all, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

const allHosts = statement((dialect) =>
  dialect.db
    .selectFrom('hosts')
    .select([
      'host',
      'slowdown',
      'circuit_open_until as circuitOpenUntil',
      'circuit_opened_ms as circuitOpenedMs',
      'failures',
      'updated_at as updatedAt',
    ])
    .orderBy('host'),
);

type HostArguments = { readonly [K in keyof HostState]: HostState[K] };

const writeHost = statement((dialect, p: Parameters<HostArguments>) =>
  dialect.db
    .insertInto('hosts')
    .values({
      host: p('host'),
      slowdown: p('slowdown'),
      circuit_open_until: p('circuitOpenUntil'),
      circuit_opened_ms: p('circuitOpenedMs'),
      failures: p('failures'),
      updated_at: p('updatedAt'),
    })
    .onConflict((conflict) =>
      conflict.column('host').doUpdateSet((eb) => ({
        slowdown: eb.ref('excluded.slowdown'),
        circuit_open_until: eb.ref('excluded.circuit_open_until'),
        circuit_opened_ms: eb.ref('excluded.circuit_opened_ms'),
        failures: eb.ref('excluded.failures'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    ),
);

export function* loadHosts(): Operation<readonly HostState[]> {
  return yield* all(allHosts, {});
}

export function* saveHost(state: HostState): Operation<void> {
  yield* run(writeHost, { ...state });
}
