/** How long a person waits for `scraping-monitor status`, from source, with years of history. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Figure, Measure } from '../support/figure.ts';
import { install } from '../support/installation.ts';
import { NOWHERE } from '../support/nothing.ts';
import { ROOT } from '../support/pinned.ts';
import { withYears } from '../support/years.ts';

const TASKS = 1_000_000;
const LEAST_ROUNDS = 7;
const COMMANDS: readonly (readonly [string, readonly string[], number | null])[] = [
  ['status', ['status'], 450],
  ['tasks --sort duration --desc', ['tasks', '--sort', 'duration', '--desc'], null],
  ['history', ['history'], null],
  ['stats', ['stats'], null],
];

export const status: Figure = {
  name: 'status',
  title: `The command line over ${TASKS} tasks of history`,
  measure: async ({ rounds }) => {
    const installation = install(NOWHERE, null);
    await withYears(installation, TASKS);
    const measures: Measure[] = [];
    for (const [name, words, most] of COMMANDS) {
      const args = [...words, '-c', installation.configFile];
      // The first start compiles, and reads what the disk has.
      await timed(args);
      const seen: Taken[] = [];
      for (let round = 0; round < Math.max(rounds, LEAST_ROUNDS); round += 1) seen.push(await timed(args));
      const target = most === null ? null : ({ kind: 'at most', value: most } as const);
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

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The child tells its own processor time: nobody else knows it once it has ended. */
const TELL = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\n' + (user + system) / 1000);
});`;

function timed(args: readonly string[]): Promise<Taken> {
  const began = performance.now();
  const preload = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', preload, join(ROOT, 'bin', 'scraping-monitor.mjs'), ...args], {
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
