/** The service that has nothing to do: how soon it is ready, what it holds, how soon it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../support/figure.ts';
import { install, someSearches } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { startPortals } from '../support/portals.ts';
import type { Product } from '../support/product.ts';
import { processTree, pssMb, treeCpuMs } from '../support/processes.ts';
import { countIn, startServe, stopServe, untilLogged, untilSeen } from '../support/serve.ts';

const NO_BATCHES = { schedule: { batches: false } };
const SEARCHES = 24;
const MINUTE_MS = 60_000;
const IDLE_READINGS = 5;

export const service: Figure = {
  name: 'service',
  title: 'The idle service',
  ofRelease: true,
  measure: async ({ rounds, idleMinutes, product }) => {
    const portals = await startPortals();
    try {
      const ready: number[] = [];
      const cpu: number[] = [];
      const gone: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const one = await startAndStop(product, install(portals.origin, null, NO_BATCHES));
        ready.push(one.readyMs / 1000);
        cpu.push(one.cpuMs / 1000);
        gone.push(one.goneMs / 1000);
      }
      const idle = await idleMemory(product, portals.origin, idleMinutes);
      const unit = 'MB';
      return {
        measures: [
          { name: 'ready', unit: 's', digits: 2, target: { kind: 'at most', value: 2.5 }, values: ready },
          { name: '  processor time of it', unit: 's', digits: 2, target: null, values: cpu },
          { name: 'SIGTERM to its end', unit: 's', digits: 2, target: null, values: gone },
          { name: 'PSS, never worked', unit, digits: 0, target: { kind: 'at most', value: 150 }, values: idle.fresh },
          { name: 'PSS, after a batch', unit, digits: 0, target: { kind: 'at most', value: 150 }, values: idle.worked },
        ],
        notes: [
          'In a new installation (the database is made too), on both cores; "ready" is its line service_started, which READY=1 follows.',
          `All processes of the service, started as \`npm start\` does it, ${IDLE_READINGS} readings after ${idleMinutes} idle minutes (--minutes); the batch had ${SEARCHES} searches with their details.`,
        ],
      };
    } finally {
      await portals.close();
    }
  },
};

interface Life {
  readonly readyMs: number;
  readonly cpuMs: number;
  readonly goneMs: number;
}

async function startAndStop(product: Product, installation: Installation): Promise<Life> {
  const startedAt = Date.now();
  const child = startServe(installation, { product });
  const readyAt = await untilLogged(installation, 'service_started', startedAt);
  return { readyMs: readyAt - startedAt, cpuMs: treeCpuMs(child.pid ?? 0), goneMs: await stopServe(child) };
}

/** Both at the same time: neither has anything to do. */
async function idleMemory(
  product: Product,
  origin: string,
  minutes: number,
): Promise<{ readonly fresh: readonly number[]; readonly worked: readonly number[] }> {
  const worked = install(origin, someSearches(SEARCHES));
  const second = startServe(worked, { product });
  const over = `SELECT COUNT(*) FROM execution_batches WHERE status <> 'running'`;
  await untilSeen(() => (countIn(worked, over) > 0 ? true : null), 'the end of the batch');
  const fresh = install(origin, null, NO_BATCHES);
  const startedAt = Date.now();
  const first = startServe(fresh, { product });
  await untilLogged(fresh, 'service_started', startedAt);
  await pause(minutes * MINUTE_MS);
  const readings = { fresh: [] as number[], worked: [] as number[] };
  for (let reading = 0; reading < IDLE_READINGS; reading += 1) {
    readings.fresh.push(wholePss(first.pid ?? 0));
    readings.worked.push(wholePss(second.pid ?? 0));
    await pause(1000);
  }
  await Promise.all([stopServe(first), stopServe(second)]);
  return readings;
}

function wholePss(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + pssMb(pid), 0);
}
