import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFault } from '../../src/core/errors.ts';
import {
  MANIFEST_KEYS,
  manifestBytes,
  readManifest,
  sha256Of,
  verifyCsv,
  type Manifest,
} from '../../src/records/manifest.ts';

const CSV = Buffer.from('site,url\r\nCyT,https://x.mx\r\n');
const MANIFEST: Manifest = {
  version: '0.1.0',
  skippedUnchanged: 0,
  columns: 'standard',
  robots: 'respect',
  emptied: {
    title: { reason: 'cut to 1000 characters', example: 'x', count: 2 },
    price: { count: 1, example: '?', reason: 'is not a number' },
  },
  rejected: 0,
  duplicates: 1,
  filled: { price: 1, url: 1 },
  gapSuspected: true,
  pages: 5,
  url: 'https://www.casasyterrenos.com/jalisco/guadalajara/casas/venta',
  truncated: 'robots',
  verdict: 'ok',
  completedAt: '2026-11-22T10:05:00.000Z',
  startedAt: '2026-11-22T10:00:00.000Z',
  definition: '0123456789ab',
  site: 'CyT',
  attempt: 1,
  task: 'cyt:17',
  batch: 'Nov26_01',
  sha256: sha256Of(CSV),
  bytes: CSV.byteLength,
  rows: 1,
};

test('a manifest is written with its keys always in the same order, and read back the same', () => {
  const bytes = manifestBytes(MANIFEST);
  const written = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
  assert.deepEqual(Object.keys(written), MANIFEST_KEYS);
  assert.deepEqual(new Set(MANIFEST_KEYS), new Set(Object.keys(MANIFEST)));
  assert.deepEqual(readManifest(bytes, 'x.manifest.json'), MANIFEST);
  assert.deepEqual(manifestBytes(readManifest(bytes, 'x')), bytes);
});

test('keys of a newer version are passed over', () => {
  const newer = Buffer.from(JSON.stringify({ ...MANIFEST, signature: 'x' }));
  assert.deepEqual(readManifest(newer, 'x'), MANIFEST);
});

test('a manifest of an older version, without what was added since, is read', () => {
  const { filled: _filled, gapSuspected: _gapSuspected, ...older } = MANIFEST;
  const read = readManifest(Buffer.from(JSON.stringify(older)), 'x');
  assert.deepEqual(read, { ...MANIFEST, filled: {}, gapSuspected: false });
});

test('a damaged manifest is refused with its name, the key and the value seen', () => {
  const wrong: Readonly<Record<string, unknown>> = {
    rows: '12',
    bytes: -1,
    sha256: 'ABC',
    batch: '',
    task: 'cyt',
    attempt: 1.5,
    site: null,
    definition: undefined,
    startedAt: '2026-11-22',
    completedAt: 0,
    verdict: 'blocked',
    truncated: 'time',
    url: 7,
    pages: null,
    duplicates: Number.NaN,
    filled: { price: -1 },
    gapSuspected: 'no',
    rejected: [],
    emptied: { price: { count: 1 } },
    robots: 'obey',
    columns: 'other',
    skippedUnchanged: true,
    version: '',
  };
  assert.deepEqual(Object.keys(wrong), [...MANIFEST_KEYS]);
  for (const [key, value] of Object.entries(wrong)) {
    const bytes = Buffer.from(JSON.stringify({ ...MANIFEST, [key]: value }));
    assert.throws(
      () => readManifest(bytes, 'CyT/a.manifest.json'),
      (error) =>
        isFault(error) &&
        error.code === 'E_IO' &&
        error.message.startsWith(`manifest CyT/a.manifest.json says ${key}: `),
      key,
    );
  }
  for (const text of ['', '{"rows":', '[]', 'null', '"x"']) {
    assert.throws(() => readManifest(Buffer.from(text), 'a'), { code: 'E_IO' }, text);
  }
});

test("a CSV is known as the manifest's own, or it is said what differs", () => {
  assert.equal(verifyCsv(CSV, MANIFEST), null);
  assert.equal(
    verifyCsv(CSV.subarray(1), MANIFEST),
    `${CSV.byteLength - 1} bytes, the manifest says ${CSV.byteLength}`,
  );
  const changed = Buffer.from(CSV);
  changed[0] = 0x53;
  assert.match(verifyCsv(changed, MANIFEST) ?? '', /^SHA-256 [0-9a-f]{64}, the manifest says /);
});
