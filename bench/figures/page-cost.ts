/**
 * What the whole job costs beside its inevitable part: CPU a page of a loop that only downloads and extracts, divided by
 * CPU a page of the product (orchestrator, store with `synchronous: FULL`, workers, files), on the same pages.
 */
import type { Mark } from '../jobs/batches.ts';
import type { Figure, FigureResult, Measure } from '../support/figure.ts';
import { chooseSearches, install } from '../support/installation.ts';
import { runJob } from '../support/pinned.ts';
import type { JobRun } from '../support/pinned.ts';
import { startPortals } from '../support/portals.ts';
import type { BenchPortals } from '../support/portals.ts';

interface Reading {
  readonly name: string;
  readonly sites: readonly string[];
  readonly atLeast: number;
}

const READINGS: readonly Reading[] = [
  { name: 'DOM', sites: ['Lam', 'Mit', 'Tro'], atLeast: 0.6 },
  { name: 'embedded JSON', sites: ['Inm24', 'CyT', 'Prop'], atLeast: 0.3 },
];
/** The largest searches of each site: 3 to 9 pages each. */
const SEARCHES = 6;
/** Inm24's robots.txt forbids what follows. */
const MOST_PAGES = { Inm24: 5 };

interface Setting {
  readonly slots: number;
  readonly passes: number;
  /** Passes left out of the steady figure: V8 compiles what is hot in each process on its own. */
  readonly warmUp: number;
}

export const pageCostOneWorker = pageCost('page-cost', 'CPU a page, one worker', { slots: 1, passes: 5, warmUp: 2 });
export const pageCostEightSlots = pageCost('page-cost-8', 'CPU a page, 8 slots (the default)', {
  slots: 8,
  passes: 8,
  warmUp: 5,
});

function pageCost(name: string, title: string, setting: Setting): Figure {
  return {
    name,
    title,
    measure: async ({ rounds }) => {
      const portals = await startPortals();
      try {
        const rows: RoundResult[][] = READINGS.map(() => []);
        for (let round = 0; round < rounds; round += 1) {
          for (const [index, reading] of READINGS.entries())
            rows[index]?.push(await oneRound(portals, reading, setting));
        }
        return resultOf(rows, setting);
      } finally {
        await portals.close();
      }
    },
  };
}

interface RoundResult {
  readonly loop: { readonly steady: number; readonly whole: number };
  readonly job: { readonly steady: number; readonly whole: number; readonly parent: number };
  readonly pages: number;
}

async function oneRound(portals: BenchPortals, reading: Reading, setting: Setting): Promise<RoundResult> {
  const catalogue = await chooseSearches(portals, reading.sites, SEARCHES, 'largest');
  const withoutDetails = Object.fromEntries(reading.sites.map((site) => [site, { has_detail_scraper: false }]));
  const installation = install(portals.origin, catalogue, {
    websites: withoutDetails,
    execution: { max_concurrency: setting.slots },
  });
  const config = installation.configFile;
  const loop = await runJob<Mark>('loop.ts', { config, passes: setting.passes, mostPages: MOST_PAGES });
  const job = await runJob<Mark>('batches.ts', { config, batches: setting.passes });
  const first = last(loop.marks);
  const second = last(job.marks);
  if (first.rows !== second.rows || second.failed > 0) {
    throw new Error(
      `the loop read ${first.rows} rows and the job ${second.rows} (${second.failed} tasks failed): the comparison is void`,
    );
  }
  // A page that robots.txt forbids counts in the job's own numbers; nothing was fetched for it.
  const pages = loop.marks.map((mark) => mark.pages);
  return {
    loop: perPage(loop, pages, setting.warmUp),
    job: {
      ...perPage(job, pages, setting.warmUp),
      parent: steadyOf(
        job.marks.map((mark) => mark.ownCpuMs),
        pages,
        setting.warmUp,
      ),
    },
    pages: first.pages,
  };
}

function perPage(
  run: JobRun<Mark>,
  pages: readonly number[],
  warmUp: number,
): { readonly steady: number; readonly whole: number } {
  return {
    steady: steadyOf(
      run.marks.map((mark) => mark.cpuMs),
      pages,
      warmUp,
    ),
    whole: run.cpuMs / (pages.at(-1) ?? Number.NaN),
  };
}

function steadyOf(spent: readonly number[], pages: readonly number[], warmUp: number): number {
  const from = warmUp - 1;
  return (
    ((spent.at(-1) ?? Number.NaN) - (spent[from] ?? Number.NaN)) /
    ((pages.at(-1) ?? Number.NaN) - (pages[from] ?? Number.NaN))
  );
}

function last(marks: readonly Mark[]): Mark {
  const mark = marks.at(-1);
  if (mark === undefined) throw new Error('a job printed nothing');
  return mark;
}

function resultOf(rounds: readonly (readonly RoundResult[])[], setting: Setting): FigureResult {
  const measures = READINGS.flatMap(({ name, atLeast }, index): Measure[] => {
    const results = rounds[index] ?? [];
    const cost = (label: string, of: (result: RoundResult) => number): Measure => ({
      name: `${name}: ${label}`,
      unit: 'ms/page',
      digits: 1,
      target: null,
      values: results.map(of),
    });
    const ratio = (label: string, target: Measure['target'], of: (result: RoundResult) => number): Measure => ({
      name: `${name}: ${label}`,
      unit: '',
      digits: 2,
      target,
      values: results.map(of),
    });
    return [
      ratio('loop ÷ job, steady', { kind: 'at least', value: atLeast }, ({ loop, job }) => loop.steady / job.steady),
      ratio('loop ÷ job, whole run with start-up', null, ({ loop, job }) => loop.whole / job.whole),
      cost('loop, steady', ({ loop }) => loop.steady),
      cost('job, steady', ({ job }) => job.steady),
      cost('  of it coordinator and store', ({ job }) => job.parent),
    ];
  });
  const pages = rounds.map((results) => results[0]?.pages ?? 0).join(' and ');
  return {
    measures,
    notes: [
      `${pages} pages a run (DOM and JSON), in ${setting.passes} batches one after the other in one process; ${setting.slots} ${setting.slots === 1 ? 'slot' : 'slots'}.`,
      `"steady" leaves out start-up and the first ${setting.warmUp} batches, in which V8 compiles the hot code in each process; "whole run" has everything from the command to the last process's end.`,
      'Loop and job must find the same number of rows, or the bench fails.',
    ],
  };
}
