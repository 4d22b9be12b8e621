/** The short form of `npm run fuzz`: 2,000 inputs a parser, none of which may crash, give a wrong answer or never end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzedParsers } from './parsers.ts';
import { runFuzz } from './run-fuzz.ts';

const INPUTS = 2_000;

for (const { name } of await fuzzedParsers()) {
  test(`F66 F70 F71 T18 T19 T22 T31 ${name}: no input of ${INPUTS} crashes the parser, gets a wrong answer, holds it or changes what every object has`, async () => {
    const { troubles } = await runFuzz({ parser: name, from: 0, count: INPUTS });
    assert.deepEqual(troubles, [], `npm run fuzz -- ${name} --from ${troubles[0]?.number} --inputs 1`);
  });
}
