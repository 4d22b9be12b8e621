/** How long a person waits for `scraping-monitor status`, with years of history. */
import { spawn } from 'node:child_process';
import type { Figure, Measure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { NOWHERE } from '../support/nothing.ts';
import { commandOf } from '../support/product.ts';
import type { Product } from '../support/product.ts';
import { withYears } from '../support/years.ts';

const TASKS = 1_000_000;
const LEAST_ROUNDS = 7;
/** What a person types, and how long it may take, ms: from source, and of a release. */
const MOST: Readonly<Record<Product['name'], number>> = { source: 450, release: 150 };
const COMMANDS: readonly (readonly [string, readonly string[], typeof MOST | null])[] = [
  ['status', ['status'], MOST],
  ['tasks --sort duration --desc', ['tasks', '--sort', 'duration', '--desc'], null],
  ['history', ['history'], null],
  ['stats', ['stats'], null],
];

export const status: Figure = {
  name: 'status',
  title: `The command line over ${TASKS} tasks of history`,
  ofRelease: true,
  measure: async ({ rounds, product }) => {
    grown ??= grow();
    const installation = await grown;
    const measures: Measure[] = [];
    for (const [name, words, most] of COMMANDS) {
      const args = [...words, '-c', installation.configFile];
      // The first start compiles, and reads what the disk has.
      await timed(product, args);
      const seen: Taken[] = [];
      for (let round = 0; round < Math.max(rounds, LEAST_ROUNDS); round += 1) seen.push(await timed(product, args));
      const target = most === null ? null : ({ kind: 'at most', value: most[product.name] } as const);
      measures.push(
        { name, unit: 'ms', digits: 0, target, values: seen.map(({ wallMs }) => wallMs) },
        { name: '  of it processor time', unit: 'ms', digits: 0, target: null, values: seen.map(({ cpuMs }) => cpuMs) },
      );
    }
    return {
      measures,
      notes: [
        'From the start of `node bin/scraping-monitor.mjs` to its end, output to a pipe, compiled code kept from an earlier start; on a busy machine the processor time says more.',
      ],
    };
  },
};

/** A minute's work, done once for both. */
let grown: Promise<Installation> | null = null;

async function grow(): Promise<Installation> {
  const installation = install(NOWHERE, null);
  await withYears(installation, TASKS);
  return installation;
}

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The child tells its own processor time: nobody else knows it once it has ended. */
const TELL = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\n' + (user + system) / 1000);
});`;

function timed(product: Product, args: readonly string[]): Promise<Taken> {
  const began = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', preload, commandOf(product, 'scraping-monitor'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stdout.resume();
  child.stderr.on('data', (part: Buffer) => {
    told += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const cpuMs = Number(told.trim().split('\n').at(-1));
      if (code === 0 && Number.isFinite(cpuMs)) resolve({ wallMs: performance.now() - began, cpuMs });
      else reject(new Error(`scraping-monitor ${args.join(' ')} ended with ${code}: ${told}`));
    });
  });
}
