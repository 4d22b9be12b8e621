import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ERRORS_DOCS, withTable } from '../../scripts/errors-table.ts';
import { ERRORS, EXIT } from '../../src/core/errors.ts';
import { VERSION } from '../../src/core/version.ts';

const texts = { en: readFileSync(ERRORS_DOCS.en, 'utf8'), es: readFileSync(ERRORS_DOCS.es, 'utf8') } as const;

test('docs/errors.md and docs/errores.md hold every code of the catalogue, and no other (`npm run docs` writes them)', () => {
  for (const language of ['en', 'es'] as const) assert.equal(texts[language], withTable(texts[language], language));
});

test('every exit code is explained, in both languages', () => {
  for (const text of Object.values(texts)) {
    const explained = [...text.matchAll(/^\| (\d+) \| /gm)].map((match) => Number(match[1]));
    assert.deepEqual(explained, Object.values(EXIT));
  }
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
