import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileSite } from '../../src/extraction/compile.ts';
import { PARSERS, siteShape } from '../../src/extraction/definition-shapes.ts';
import { knownKeys } from '../../src/yaml/schema-walk.ts';

const text = readFileSync(new URL('../../docs/sites.md', import.meta.url), 'utf8');

test('the example of docs/sites.md is a definition that works as it stands', () => {
  const example = /```yaml\n(code: [\s\S]+?)```/.exec(text)?.[1] ?? '';
  assert.equal(compileSite({ file: 'docs/sites.md', text: example }).code, 'Casas');
});

test('docs/sites.md explains every key of a definition and every parser', () => {
  const places: readonly (readonly PropertyKey[])[] = [
    [],
    ['defaults'],
    ['data', 'x'],
    ['list'],
    ['list', 'sources', 'x'],
    ['list', 'fields', 'price', 0],
    ['list', 'fields', 'price', 0, 'when'],
    ['list', 'next'],
    ['list', 'next', 'address', 0],
    ['list', 'next', 'last', 0],
    ['list', 'place'],
    ['detail'],
  ];
  for (const place of places) {
    const keys = knownKeys(siteShape, place);
    assert.ok(keys.length > 0, place.join('.'));
    for (const key of keys)
      assert.match(text, new RegExp(`\\b${key}\\b`), `${place.join('.')}: ${key} is not explained`);
  }
  for (const parser of PARSERS) assert.ok(text.includes(`\`${parser}\``), `${parser} is not explained`);
});
