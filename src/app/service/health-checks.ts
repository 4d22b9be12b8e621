/** What the hourly health check of a running service looks at. */
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { HealthCheck } from '../../upkeep/health-check.ts';
import type { ServiceState } from '../../upkeep/service-loop.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export interface HealthSources {
  readonly store: Pick<Store, 'batches' | 'reports'>;
  readonly clock: Clock;
  readonly config: () => Config;
  readonly condition: () => EngineCondition;
  readonly services: () => readonly ServiceState[];
}

export function healthChecks({ store, clock, config, condition, services }: HealthSources): readonly HealthCheck[] {
  return [
    {
      name: 'disk',
      look: async () => {
        const { lowDisk } = condition();
        return lowDisk === null
          ? null
          : `only ${Math.round(lowDisk.freeBytes / 2 ** 20)} MB are free in ${lowDisk.folder}; no task starts below ${Math.round(lowDisk.neededBytes / 2 ** 20)} MB`;
      },
    },
    {
      name: 'oldest running task',
      look: async () => {
        const batch = await store.batches.openBatch();
        if (batch === null) return null;
        const running = await store.reports.listTasks({ batch: batch.id, statuses: ['running'] });
        const { slice, progress_timeout: timeout } = config().execution;
        const longest = slice + timeout;
        const stuck = running.filter((task) => task.startedAt !== null && clock.now() - task.startedAt > longest);
        const [first] = stuck;
        return first === undefined
          ? null
          : `${stuck.length} tasks run for longer than a slice and the time-out allow; the first is task ${first.id} of ${first.scraper}`;
      },
    },
    {
      name: 'services',
      look: async () => {
        const failing = services().filter(({ lastError }) => lastError !== null);
        return failing.length === 0
          ? null
          : failing.map(({ name, lastError }) => `${name} failed: ${lastError}`).join('; ');
      },
    },
  ];
}
