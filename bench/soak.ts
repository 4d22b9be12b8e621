/**
 * `npm run soak -- --hours N [--every SECONDS] [--pause SECONDS] [--searches N] [--out FOLDER]`: `serve` against the
 * practice portals in real time.
 * `npm run soak -- --batches N [--searches N] [--step-days N] [--out FOLDER]`: as many batches of 15 days on a clock that jumps.
 *
 * Both print a table, write a plot (SVG), and end with exit code 1 when something is stuck, missed or doubled; figures of
 * time and memory are reported with their targets and do not decide it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ONE_WORKER, runAccelerated } from './soak/accelerated.ts';
import { troublesOf } from './soak/findings.ts';
import { acceleratedFigure, acceleratedPlot, realTimeFigure, realTimePlot } from './soak/figures.ts';
import { plotSvg } from './soak/plot.ts';
import type { Plot } from './soak/plot.ts';
import { keepSample, runRealTime } from './soak/real-time.ts';
import { rowOf } from './soak/table-row.ts';
import { install, removeInstallations, someSearches } from './support/installation.ts';
import { NOWHERE } from './support/nothing.ts';
import { ROOT } from './support/pinned.ts';
import { printFigure, printMachine } from './support/print.ts';

const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: {
    hours: { type: 'string' },
    batches: { type: 'string' },
    every: { type: 'string', default: '60' },
    pause: { type: 'string', default: '300' },
    searches: { type: 'string' },
    'step-days': { type: 'string', default: '5' },
    out: { type: 'string', default: `${ROOT}var/soak` },
  },
});

const [hours, batches] = [Number(values.hours), Number(values.batches)];
if (!(hours > 0) && !(batches > 0)) {
  console.error('Say how long: --hours N (real time), or --batches N (15 days each, on a clock that jumps).');
  process.exitCode = 64;
} else {
  mkdirSync(values.out, { recursive: true });
  printMachine(1);
  try {
    const troubles = batches > 0 ? await accelerated() : await realTime();
    for (const trouble of troubles) console.error(`FAULT: ${trouble}`);
    if (troubles.length > 0) process.exitCode = 1;
  } finally {
    removeInstallations();
  }
}

async function accelerated(): Promise<readonly string[]> {
  const searches = values.searches === undefined ? null : someSearches(Number(values.searches));
  const { configFile } = install(NOWHERE, searches, { execution: ONE_WORKER });
  const report = await runAccelerated({
    configFile,
    batches,
    stepMs: Number(values['step-days']) * DAY_MS,
    onBatch: (mark) => console.log(rowOf(mark, mark.batch === 1)),
  });
  printFigure(`${batches} batches, ${Math.round(batches * 15)} days of the service`, acceleratedFigure(report));
  keepPlot('accelerated', acceleratedPlot(report));
  return troublesOf(report, batches);
}

async function realTime(): Promise<readonly string[]> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const samples = join(values.out, `${stamp()}.jsonl`);
  let printed = 0;
  const report = await runRealTime({
    hours,
    sampleMs: Number(values.every) * 1000,
    pauseMs: Number(values.pause) * 1000,
    searches: Number(values.searches ?? '40'),
    stop: interrupted.signal,
    onSample: (sample) => {
      console.log(rowOf(sample, printed % 30 === 0));
      printed += 1;
      keepSample(samples, sample);
    },
  });
  printFigure(`serve for ${hours} h, ${report.batches} batches`, realTimeFigure(report));
  keepPlot('real-time', realTimePlot(report));
  return [
    ...report.errors.map((line) => `the log has an error: ${line}`),
    ...(report.exitCode === 0 ? [] : [`serve ended with exit code ${report.exitCode}`]),
  ];
}

function keepPlot(kind: string, plot: Plot): void {
  const file = join(values.out, `${kind}-${stamp()}.svg`);
  writeFileSync(file, plotSvg(plot));
  console.log(`\nPlot: ${file}`);
}

function stamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
