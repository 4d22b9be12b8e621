import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showBytes, showShare } from '../../src/core/show-size.ts';
import { showDuration } from '../../src/wording/show-time.ts';
import { formatOf } from '../../web/words/format.ts';

test('a size has three digits that matter at least, in powers of 1,024', () => {
  const shown = [0, 999, 1024, 1536, 640 * 2 ** 20, 18.44 * 2 ** 30, 204.6 * 2 ** 30, 3 * 2 ** 40, 2 ** 60].map(
    showBytes,
  );
  assert.deepEqual(shown, [
    '0 B',
    '999 B',
    '1.0 KB',
    '1.5 KB',
    '640 MB',
    '18.4 GB',
    '205 GB',
    '3.0 TB',
    '1,048,576 TB',
  ]);
});

test('a share is rounded down, so that only all is 100 %', () => {
  assert.deepEqual([0, 1 / 3, 1727 / 1728, 1, 2.5].map(showShare), ['0 %', '33.3 %', '99.9 %', '100 %', '250 %']);
});

test('the web tells sizes and shares as terminals and messages do', () => {
  const web = formatOf('en', 'UTC');
  for (const bytes of [0, 1, 1023, 1024, 10_000, 123_456, 2 ** 20, 15 * 2 ** 30, 0.5 * 2 ** 40])
    assert.equal(web.bytes(bytes), showBytes(bytes));
  for (const share of [0, 0.0312, 0.5, 0.999, 1]) assert.equal(web.share(share), showShare(share));
});

test('the web tells durations as terminals and messages do', () => {
  const web = formatOf('en', 'UTC');
  for (const ms of [0, 340, 999, 1000, 1234, 9960, 42_000, 60_000, 185_000, 2_700_000, 7_800_000, 1_296_000_000, 2e9])
    assert.equal(web.duration(ms), showDuration(ms));
});
