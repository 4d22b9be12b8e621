/** What the catalogue's tasks cost without their pages: planning them, and running them with a scraper that does nothing. */
import type { Mark } from '../jobs/batches.ts';
import type { PlanMark } from '../jobs/plan.ts';
import type { Figure } from '../support/figure.ts';
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
    const runs: { readonly whole: number; readonly own: number; readonly tasks: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const installation = install(NOWHERE, null);
      const { marks, cpuMs } = await runJob<Mark>(
        product.job('batches'),
        { config: installation.configFile, batches: 1, worker: nothingWorker(product) },
        { compiled: product.compiled },
      );
      const [mark] = marks;
      if (mark === undefined || mark.failed > 0) throw new Error(`${mark?.failed ?? 'all'} tasks failed`);
      runs.push({ whole: cpuMs / mark.tasks, own: mark.ownCpuMs / mark.tasks, tasks: mark.tasks });
    }
    return {
      measures: [
        {
          name: `all processes, from start to end (${runs[0]?.tasks ?? 0} tasks)`,
          unit: 'ms/task',
          digits: 2,
          target: { kind: 'at most', value: 3 },
          values: runs.map((run) => run.whole),
        },
        {
          name: '  of it coordinator and store',
          unit: 'ms/task',
          digits: 2,
          target: null,
          values: runs.map((run) => run.own),
        },
      ],
      notes: [
        'Start of the programs, planning and closing of the batch included; 8 slots, every task leased, one empty page committed, file and manifest published, settled.',
      ],
    };
  },
};
