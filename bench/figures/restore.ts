/** How long a verified backup takes to become the database again. */
import type { RestoreMark } from '../jobs/restore.ts';
import type { Figure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import { NOWHERE } from '../support/nothing.ts';
import { runJob } from '../support/pinned.ts';

/** Some 150 MB. */
const TASKS = 200_000;

export const restore: Figure = {
  name: 'restore',
  title: 'Restoring a backup',
  measure: async () => {
    const { configFile } = install(NOWHERE, null);
    const { marks } = await runJob<RestoreMark>('restore.ts', { config: configFile, tasks: TASKS });
    const perGigabyte = (of: (mark: RestoreMark) => number): readonly number[] =>
      marks.map((mark) => of(mark) / 1000 / (mark.bytes / 1e9));
    return {
      measures: [
        {
          name: 'restore',
          unit: 's/GB',
          digits: 1,
          target: { kind: 'at most', value: 60 },
          values: perGigabyte((mark) => mark.restoreMs),
        },
        {
          name: '  processor time of it',
          unit: 's/GB',
          digits: 1,
          target: null,
          values: perGigabyte((mark) => mark.restoreCpuMs),
        },
        {
          name: 'backup, with its proof',
          unit: 's/GB',
          digits: 1,
          target: null,
          values: perGigabyte((mark) => mark.createMs),
        },
      ],
      notes: [
        `A generated database of ${Math.round((marks[0]?.bytes ?? 0) / 1e6)} MB with ${TASKS} past tasks, on one core; reckoned to 1 GB. Restore: unpacking, hash, every check of the new file, the old one settled and kept aside.`,
      ],
    };
  },
};
