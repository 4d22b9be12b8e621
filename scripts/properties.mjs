// The long form of the property tests: each round tries other inputs, until one fails or the rounds are done.
// npm run properties [-- --rounds N] [FILE...]
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const files = positionals.length > 0 ? positionals : propertyTests();

for (let round = 1; round <= Number(values.rounds); round += 1) {
  const seed = randomInt(2 ** 31);
  console.log(`Round ${round} of ${values.rounds}, ${files.length} files: PROPERTY_SEED=${seed}`);
  const run = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), '--test-reporter=dot', ...files], {
    env: { ...process.env, PROPERTY_SEED: String(seed) },
    stdio: 'inherit',
  });
  if (run.status !== 0) {
    console.log(`Again: PROPERTY_SEED=${seed} npm test -- FILE`);
    process.exit(run.status ?? 1);
  }
}

/** The test files that have properties of their own; those that share a helper with one are in no hurry. */
function propertyTests() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(root, 'test', name))
    .filter((file) => readFileSync(file, 'utf8').includes('support/chance.ts'));
}
