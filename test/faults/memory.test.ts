/**
 * F73: 300 pages of 3 MB through one process leave nothing of themselves. The long form, 5,000 pages, is
 * `MEMORY_PAGES=5000 node --test test/faults/memory.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PAGES = Number(process.env['MEMORY_PAGES'] ?? 300);
const BYTES = 3_000_000;
const MOST_HEAP = 150e6;
/** 30 keys of a hundred bytes or so a page are kept on purpose; a page that is held is three megabytes. */
const MOST_A_PAGE = 20_000;

test(`F73 ${PAGES} pages of 3 MB leave a heap that does not grow, and of 150 MB at most`, async () => {
  const child = fileURLToPath(new URL('memory-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    child,
    String(PAGES),
    String(BYTES),
  ]);
  const { heaps, keys } = JSON.parse(stdout) as { readonly heaps: readonly number[]; readonly keys: number };
  assert.equal(keys, PAGES * 30);
  assert.ok(heaps.length >= 5, stdout);
  const last = heaps.at(-1) ?? Infinity;
  assert.ok(last <= MOST_HEAP, `${Math.round(last / 1e6)} MB`);
  // The first reads are of code that is still being compiled.
  const from = heaps[2] ?? 0;
  const pages = ((heaps.length - 3) * PAGES) / heaps.length;
  assert.ok((last - from) / pages <= MOST_A_PAGE, `${Math.round((last - from) / pages)} bytes a page: ${stdout}`);
});
