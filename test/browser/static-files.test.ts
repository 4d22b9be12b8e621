import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StaticFiles } from '../../src/fetching/static-files.ts';

const SCRIPT = { body: 'x'.repeat(1000), contentType: 'text/javascript' };
const HOUR = 3_600_000;

function openFiles(): { readonly files: StaticFiles; readonly wait: (ms: number) => void } {
  let now = 0;
  const files = new StaticFiles({ now: () => now, monotonic: () => now, sleep: async () => undefined });
  return { files, wait: (ms) => (now += ms) };
}

for (const [cacheControl, freshMs] of [
  [undefined, HOUR],
  ['public, max-age=60', 60_000],
  ['max-age=31536000, immutable', HOUR],
  ['private', HOUR],
  ['no-store', 0],
  ['No-Cache, max-age=60', 0],
  ['max-age=0', 0],
  ['max-age="60"', 60_000],
  ['x-no-storefront', HOUR],
] as const) {
  test(`a script of which the portal says ${cacheControl ?? 'nothing'} is used for ${freshMs / 1000} s`, () => {
    const { files, wait } = openFiles();
    files.keep('a', SCRIPT, cacheControl);
    assert.equal(files.get('a')?.body, freshMs === 0 ? undefined : SCRIPT.body);
    wait(freshMs - 1);
    assert.equal(files.get('a')?.body, freshMs === 0 ? undefined : SCRIPT.body);
    wait(1);
    assert.equal(files.get('a'), undefined);
  });
}

test('what is kept is bounded: a file over the bound is not kept, and what has aged makes room', () => {
  const { files, wait } = openFiles();
  const large = { body: 'x'.repeat(20 * 2 ** 20), contentType: 'text/javascript' };
  files.keep('a', large, 'max-age=60');
  files.keep('b', large, undefined);
  assert.deepEqual([files.get('a') !== undefined, files.get('b') !== undefined], [true, false]);
  files.keep('a', large, 'max-age=60');
  assert.ok(files.get('a') !== undefined, 'the same file again counts once');
  wait(60_000);
  assert.equal(files.get('a'), undefined);
  files.keep('b', large, undefined);
  assert.ok(files.get('b') !== undefined);
});
