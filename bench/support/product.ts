/** What is measured: the product as it stands in the checkout, or as a release made of it. */
import { join } from 'node:path';
import type { WorkerCommand } from '../../src/engine/agent/worker-process.ts';
import { newFolder } from './installation.ts';
import { COMPILED, ROOT } from './pinned.ts';

export interface Product {
  readonly name: 'source' | 'release';
  /** Has `bin/`. */
  readonly folder: string;
  /** Where its compiled code is kept, as bin/start.mjs has it. */
  readonly compiled: string;
  /** The file of a job of bench/jobs. */
  job(name: 'batches' | 'nothing-worker'): string;
}

export const SOURCE: Product = {
  name: 'source',
  folder: ROOT,
  compiled: COMPILED,
  job: (name) => join(ROOT, `bench/jobs/${name}.ts`),
};

let made: Promise<Product> | null = null;

/** Built once for all figures, with the jobs that measure it from within. */
export function release(): Promise<Product> {
  made ??= build();
  return made;
}

async function build(): Promise<Product> {
  // Here, since a job that only needs a worker's place has no use for a bundler.
  const { buildRelease } = await import('../../scripts/build-release.ts');
  const folder = join(newFolder(), 'release');
  const jobs = { 'bench-batches': 'bench/jobs/batches.ts', 'bench-nothing-worker': 'bench/jobs/nothing-worker.ts' };
  await buildRelease(folder, jobs);
  return {
    name: 'release',
    folder,
    compiled: join(folder, '.compiled'),
    job: (name) => join(folder, `lib/bench-${name}.js`),
  };
}

export const commandOf = (product: Product, program: 'scraping-orchestrator' | 'scraping-monitor'): string =>
  join(product.folder, 'bin', `${program}.mjs`);

/** The worker that does nothing, as the orchestrator starts it. */
export function nothingWorker(product: Product): WorkerCommand {
  return {
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', product.job('nothing-worker')],
  };
}
