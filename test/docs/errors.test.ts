import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ERRORS_DOC, withTable } from '../../scripts/errors-table.ts';
import { ERRORS, EXIT } from '../../src/core/errors.ts';
import { VERSION } from '../../src/core/version.ts';

const text = readFileSync(ERRORS_DOC, 'utf8');

test('docs/errors.md holds every code of the catalogue, and no other (`npm run docs` writes it)', () => {
  assert.equal(text, withTable(text));
});

test('every exit code is explained', () => {
  const explained = [...text.matchAll(/^\| (\d+) \| /gm)].map((match) => Number(match[1]));
  assert.deepEqual(explained, Object.values(EXIT));
});

test('every error says what to do in one line', () => {
  for (const [code, entry] of Object.entries(ERRORS)) assert.match(entry.advice, /^[A-Z`r].{10,160}\.$/s, code);
});

test("the version the program tells is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  assert.equal(manifest.version, VERSION);
});
