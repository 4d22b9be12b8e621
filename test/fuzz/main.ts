/**
 * `npm run fuzz [-- PARSER…] [--inputs N] [--from N]`: 100,000 inputs a parser by default. Fails when one crashes, gives a
 * wrong answer or takes more than a second; `--from N --inputs 1` reads that one again.
 */
import { parseArgs } from 'node:util';
import { fuzzedParsers } from './parsers.ts';
import { runFuzz } from './run-fuzz.ts';

const SLOWEST_MS = 1_000;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { inputs: { type: 'string', default: '100000' }, from: { type: 'string', default: '0' } },
});
const count = Math.max(1, Math.trunc(Number(values.inputs)) || 100_000);
const from = Math.max(0, Math.trunc(Number(values.from)) || 0);
const known = (await fuzzedParsers()).map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no parser ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exit(64);
}
for (const parser of positionals.length > 0 ? positionals : known) {
  const { inputs, troubles, slowest } = await runFuzz({ parser, from, count });
  const isSlow = slowest.ms > SLOWEST_MS;
  console.log(
    `${troubles.length > 0 || isSlow ? '✗' : '✓'} ${parser.padEnd(12)} ${inputs} inputs, slowest ${slowest.ms.toFixed(1)} ms (number ${slowest.number})`,
  );
  for (const { number, what } of troubles) console.log(`  number ${number}: ${what}`);
  if (troubles.length > 0 || isSlow) process.exitCode = 1;
}
