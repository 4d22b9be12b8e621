import { cpus, release, totalmem } from 'node:os';
import Table from 'cli-table3';
import { VERSION } from '../../src/core/version.ts';
import { isMet, median } from './figure.ts';
import type { FigureResult, Measure } from './figure.ts';

export function printMachine(rounds: number): void {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${gigabytes} GiB, Linux ${release()}`);
  console.log(
    `scraping-orchestrator ${VERSION}, Node ${process.versions.node}, SQLite ${process.versions['sqlite'] ?? '?'}; ${rounds} rounds, median [min..max]`,
  );
}

export function printFigure(title: string, { measures, notes }: FigureResult): void {
  const table = new Table({
    head: ['', 'median', '[min..max]', 'target', ''],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'left'],
  });
  for (const measure of measures) table.push([measure.name, ...cells(measure)]);
  console.log(`\n${title}\n${table.toString()}`);
  for (const note of notes) console.log(`  ${note}`);
}

function cells(measure: Measure): readonly string[] {
  const { values, digits, unit, target } = measure;
  const shown = (value: number): string => value.toFixed(digits);
  const met = isMet(measure);
  return [
    `${shown(median(values))} ${unit}`.trim(),
    `[${shown(Math.min(...values))}..${shown(Math.max(...values))}]`,
    target === null ? '' : `${target.kind === 'at least' ? '≥' : '≤'} ${target.value}`,
    met === null ? '' : met ? 'met' : 'MISSED',
  ];
}
