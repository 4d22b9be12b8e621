/** Memory of the whole product while 8 workers are busy, with the flags of every other figure. */
import type { Mark } from '../jobs/batches.ts';
import type { Figure } from '../support/figure.ts';
import { chooseSearches, install } from '../support/installation.ts';
import { runJob } from '../support/pinned.ts';
import { startPortals } from '../support/portals.ts';
import type { BenchPortals } from '../support/portals.ts';
import type { Product } from '../support/product.ts';
import { processTree, pssMb } from '../support/processes.ts';

const SITES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'];
const SEARCHES = 3;
const BATCHES = 1;
const SAMPLE_MS = 250;
/** Coordinator and 8 workers. */
const PROCESSES = 9;

export const memory: Figure = {
  name: 'memory',
  title: 'Sum of PSS of all processes with 8 workers',
  ofRelease: true,
  measure: async ({ rounds, product }) => {
    const portals = await startPortals();
    const highest: Sample[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) highest.push(await highestOf(product, portals));
    } finally {
      await portals.close();
    }
    const values = (of: (sample: Sample) => number): readonly number[] => highest.map(of);
    return {
      measures: [
        {
          name: 'PSS of all processes, highest',
          unit: 'MB',
          digits: 0,
          target: { kind: 'at most', value: 700 },
          values: values((sample) => sample.total),
        },
        {
          name: '  of it coordinator and store',
          unit: 'MB',
          digits: 0,
          target: null,
          values: values((sample) => sample.parent),
        },
        {
          name: 'processes at that moment',
          unit: '',
          digits: 0,
          target: null,
          values: values((sample) => sample.processes),
        },
      ],
      notes: [
        `All six sites, 8 lanes, ${SEARCHES} largest searches each, result and detail pages, ${BATCHES} batch; /proc/PID/smaps_rollup every ${SAMPLE_MS} ms, MB = 10⁶ bytes.`,
      ],
    };
  },
};

interface Sample {
  readonly total: number;
  readonly parent: number;
  readonly processes: number;
}

async function highestOf(product: Product, portals: BenchPortals): Promise<Sample> {
  const catalogue = await chooseSearches(portals, SITES, SEARCHES, 'largest');
  const installation = install(portals.origin, catalogue);
  let highest: Sample = { total: 0, parent: 0, processes: 0 };
  const watch = (root: number): (() => void) => {
    const timer = setInterval(() => {
      const sizes = processTree(root).map(pssMb);
      const sample = {
        total: sizes.reduce((sum, size) => sum + size, 0),
        parent: sizes[0] ?? 0,
        processes: sizes.length,
      };
      if (sample.total > highest.total) highest = sample;
    }, SAMPLE_MS);
    return () => {
      clearInterval(timer);
    };
  };
  const job = { config: installation.configFile, batches: BATCHES };
  await runJob<Mark>(product.job('batches'), job, { watch, compiled: product.compiled });
  if (highest.processes < PROCESSES)
    throw new Error(`only ${highest.processes} processes were seen at the highest moment`);
  return highest;
}
