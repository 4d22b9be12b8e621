/** What the catalogue's tasks cost without their pages: planning them, and running them with a scraper that does nothing. */
import type { Mark } from '../jobs/batches.ts';
import type { PlanMark } from '../jobs/plan.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import { NOTHING_WORKER, NOWHERE } from '../support/nothing.ts';
import { runJob } from '../support/pinned.ts';
import { nothingWorker } from '../support/product.ts';

export const planning: Figure = {
  name: 'planning',
  title: 'Planning the whole catalogue',
  measure: async ({ rounds }) => {
    const marks: PlanMark[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const installation = install(NOWHERE, null, { execution: { max_concurrency: 1 } });
      const { marks: printed } = await runJob<PlanMark>('plan.ts', {
        config: installation.configFile,
        worker: NOTHING_WORKER,
      });
      marks.push(...printed);
    }
    return {
      measures: [
        {
          name: `reading, choosing, one transaction, journal (${marks[0]?.tasks ?? 0} tasks)`,
          unit: 'ms',
          digits: 0,
          target: { kind: 'at most', value: 300 },
          values: marks.map((mark) => mark.wallMs),
        },
      ],
      notes: ['Wall time in a process that has just started, its store open; synchronous FULL.'],
    };
  },
};

export const taskCost: Figure = {
  name: 'task-cost',
  title: 'CPU a task with a scraper that does nothing',
  ofRelease: true,
  measure: async ({ rounds, product }) => {
    const firsts: Share[] = [];
    const seconds: Share[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const installation = install(NOWHERE, null);
      const { marks, cpuMs } = await runJob<Mark>(
        product.job('batches'),
        { config: installation.configFile, batches: 2, worker: nothingWorker(product) },
        { compiled: product.compiled },
      );
      const [first, second] = marks;
      if (first === undefined || second === undefined || second.failed > 0)
        throw new Error(`${second?.failed ?? 'all'} tasks failed`);
      // What comes after the second batch is the end of the programs: it belongs to who started them.
      const ending = cpuMs - second.cpuMs;
      firsts.push(aTask({ ...first, cpuMs: first.cpuMs + ending }, NOTHING_YET));
      seconds.push(aTask(second, first));
    }
    return {
      measures: [
        measureOf(
          `first batch of ${firsts[0]?.tasks ?? 0} tasks, start and end of all processes included`,
          firsts,
          'whole',
          3,
        ),
        measureOf('  of it coordinator and store', firsts, 'own', null),
        measureOf('the batch after it, as in a service', seconds, 'whole', 3),
        measureOf('  of it coordinator and store', seconds, 'own', null),
      ],
      notes: [
        'CPU of all processes; planning and closing of the batch included; 8 slots, every task leased, one empty page committed, file and manifest published, settled.',
      ],
    };
  },
};

/** CPU of a task, ms. */
interface Share {
  readonly whole: number;
  /** Of the coordinator and its store alone. */
  readonly own: number;
  readonly tasks: number;
}

type Spent = Pick<Mark, 'cpuMs' | 'ownCpuMs' | 'tasks'>;

const NOTHING_YET: Spent = { cpuMs: 0, ownCpuMs: 0, tasks: 0 };

function aTask(after: Spent, before: Spent): Share {
  const tasks = after.tasks - before.tasks;
  return { whole: (after.cpuMs - before.cpuMs) / tasks, own: (after.ownCpuMs - before.ownCpuMs) / tasks, tasks };
}

function measureOf(name: string, shares: readonly Share[], part: 'whole' | 'own', most: number | null): Measure {
  return {
    name,
    unit: 'ms/task',
    digits: 2,
    target: most === null ? null : { kind: 'at most', value: most },
    values: shares.map((share) => share[part]),
  };
}
