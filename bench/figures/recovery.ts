/** A service killed in the middle of a whole batch: how soon after its next start a task of that batch runs again. */
import type { Figure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import { startPortals } from '../support/portals.ts';
import type { BenchPortals } from '../support/portals.ts';
import type { Product } from '../support/product.ts';
import { treeCpuMs } from '../support/processes.ts';
import { countIn, killServe, startServe, untilLogged, untilSeen } from '../support/serve.ts';

/** Over before the kill: some work is done, most is not. */
const DONE = 40;
const SLOTS = 8;

export const recovery: Figure = {
  name: 'recovery',
  title: 'Recovery of a whole batch after kill -9',
  ofRelease: true,
  measure: async ({ rounds, product }) => {
    const portals = await startPortals();
    const seen: Recovery[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) seen.push(await recover(product, portals));
    } finally {
      await portals.close();
    }
    return {
      measures: [
        {
          name: 'from the start to the first new lease',
          unit: 's',
          digits: 2,
          target: { kind: 'at most', value: 2 },
          values: seen.map(({ leaseMs }) => leaseMs / 1000),
        },
        {
          name: '  its orphans are released after',
          unit: 's',
          digits: 2,
          target: null,
          values: seen.map(({ releasedMs }) => releasedMs / 1000),
        },
        {
          name: '  processor time until then, workers included',
          unit: 's',
          digits: 2,
          target: null,
          values: seen.map(({ cpuMs }) => cpuMs / 1000),
        },
      ],
      notes: [
        `A batch of ${seen[0]?.tasks ?? 0} tasks, killed with ${DONE} of them over and ${SLOTS} running; from the command, on both cores.`,
      ],
    };
  },
};

interface Recovery {
  readonly leaseMs: number;
  readonly releasedMs: number;
  readonly cpuMs: number;
  readonly tasks: number;
}

async function recover(product: Product, portals: BenchPortals): Promise<Recovery> {
  const installation = install(portals.origin, null, {
    execution: { max_concurrency: SLOTS, max_machine_percent: 100 },
  });
  const count = (sql: string): number => countIn(installation, sql);
  const first = startServe(installation, { product });
  await untilSeen(
    () => (count(`SELECT COUNT(*) FROM scraping_tasks WHERE status = 'completed'`) >= DONE ? true : null),
    `${DONE} tasks over`,
  );
  await killServe(first);
  const tasks = count('SELECT COUNT(*) FROM scraping_tasks');
  const startedAt = Date.now();
  const second = startServe(installation, { product });
  try {
    const firstLease = `SELECT MIN(at) FROM task_events WHERE step = 'lease' AND at >= ${startedAt}`;
    const leasedAt = await untilSeen(() => count(firstLease) || null, 'the first lease');
    const cpuMs = treeCpuMs(second.pid ?? 0);
    const releasedAt = await untilLogged(installation, 'recovered', startedAt);
    return { leaseMs: leasedAt - startedAt, releasedMs: releasedAt - startedAt, cpuMs, tasks };
  } finally {
    await killServe(second);
  }
}
