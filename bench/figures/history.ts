/** Whether years of history make planning and leasing slower: the same work over 10 thousand and 1 million tasks of the past. */
import type { HistoryMark } from '../jobs/history.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { median } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import { NOWHERE } from '../support/nothing.ts';
import { runJob } from '../support/pinned.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const TASKS = 1728;
const LEASES = 300;
/** Rounds are short against the making of the history, and interleaved: fewer would say nothing on a busy machine. */
const LEAST_ROUNDS = 9;
const MOST_RATIO = 1.5;

export const history: Figure = {
  name: 'history',
  title: 'Planning and leasing after years of history',
  measure: async ({ rounds }) => {
    const { folder } = install(NOWHERE, null);
    const job = { folder, sizes: [FEW, MANY], tasks: TASKS, leases: LEASES, rounds: Math.max(rounds, LEAST_ROUNDS) };
    const { marks } = await runJob<HistoryMark>('history.ts', job);
    const of = (size: number, value: (mark: HistoryMark) => number): readonly number[] =>
      marks.filter((mark) => mark.size === size).map(value);
    const compared = (what: string, value: (mark: HistoryMark) => number): Measure[] => [
      {
        name: `${what}: many ÷ few`,
        unit: '',
        digits: 2,
        target: { kind: 'at most', value: MOST_RATIO },
        values: [median(of(MANY, value)) / median(of(FEW, value))],
      },
      { name: `  over ${FEW} tasks`, unit: 'ms', digits: 2, target: null, values: of(FEW, value) },
      { name: `  over ${MANY} tasks`, unit: 'ms', digits: 2, target: null, values: of(MANY, value) },
    ];
    return {
      measures: [
        ...compared(`planning ${TASKS} tasks`, (mark) => mark.planMs),
        ...compared('a task: which is next, lease', (mark) => mark.leaseMs),
        ...compared('a task: next, lease, page, intent, settle', (mark) => mark.taskMs),
      ],
      notes: [
        `${marks.length / 2} rounds, in turn over both databases in one process; ${LEASES} tasks a round, one after the other; the round's batch is removed again.`,
        'synchronous NORMAL: the wait for the disk, the same in both, would hide the difference.',
      ],
    };
  },
};
