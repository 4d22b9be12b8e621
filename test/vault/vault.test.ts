import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { isFault } from '../../src/core/errors.ts';
import type { PageVault, StagedPage } from '../../src/vault/contract.ts';
import type { RoomMade } from '../../src/vault/make-room.ts';
import { openPageVault } from '../../src/vault/open-vault.ts';

interface Scene {
  readonly vault: PageVault;
  readonly folder: string;
  readonly staging: string;
  readonly rooms: RoomMade[];
  /** Puts a text into staging and has it kept. */
  readonly keep: (text: string, more?: Partial<StagedPage>, batch?: string) => Promise<string>;
}

function openScene(t: TestContext, maxBytes = 2 ** 20): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const staging = join(folder, 'staging');
  mkdirSync(staging);
  const rooms: RoomMade[] = [];
  const vault = openPageVault({
    folder: join(folder, 'pages'),
    maxBytes,
    maxPageBytes: 2 ** 20,
    onRoomMade: (made) => rooms.push(made),
  });
  let kept = 0;
  return {
    vault,
    folder,
    staging,
    rooms,
    keep: async (text, more = {}, batch = 'Nov26_01') => {
      const sha256 = createHash('sha256').update(text).digest('hex');
      writeFileSync(join(staging, `${sha256}.zst`), zstdCompressSync(text));
      kept += 1;
      await vault.keep(staging, page({ sha256, page: kept, ...more }), { batch, task: 1, site: 'CyT', generation: 1 });
      return sha256;
    },
  };
}

function page(more: Partial<StagedPage>): StagedPage {
  return {
    sha256: '0'.repeat(64),
    url: 'https://casas.example/zapopan',
    requestedUrl: 'https://casas.example/zapopan',
    startUrl: 'https://casas.example/zapopan',
    page: 1,
    purpose: 'list',
    status: 200,
    fetchedAt: 1,
    fetchedOn: '2026-11-22',
    problem: null,
    ...more,
  };
}

const bodies = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'pages', 'bodies'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.zst'),
  );

test('a kept page comes back as it was, with whose it is; the same text is stored once', async (t) => {
  const { vault, folder, staging, keep } = openScene(t);
  const text = 'Zapopan, Jalisco: ñ €';
  const sha256 = await keep(text);
  await keep(text, { problem: 'E_LAYOUT' });
  assert.equal(await vault.read(sha256), text);
  const pages = await vault.pagesOf('Nov26_01');
  assert.deepEqual(
    pages.map((one) => [one.page, one.site, one.task, one.problem]),
    [
      [1, 'CyT', 1, null],
      [2, 'CyT', 1, 'E_LAYOUT'],
    ],
  );
  assert.equal(bodies(folder).length, 1);
  assert.deepEqual(readdirSync(staging), []);
  assert.deepEqual(await vault.batches(), ['Nov26_01']);
});

test('over its bound the oldest pages go, those with problems last, and the index forgets what is gone', async (t) => {
  const { vault, folder, rooms, keep } = openScene(t, 4000);
  const noise = (seed: number): string =>
    Array.from({ length: 20 }, (_, n) => createHash('sha256').update(`${seed}.${n}`).digest('hex')).join('');
  const problem = await keep(noise(0), { problem: 'E_BLOCKED' });
  const sizes: string[] = [];
  for (let n = 1; n <= 12; n += 1) {
    const sha256 = await keep(noise(n));
    sizes.push(sha256);
    const file = join(folder, 'pages', 'bodies', sha256.slice(0, 2), `${sha256}.zst`);
    if (bodies(folder).some((name) => name.includes(sha256))) utimesSync(file, n, n);
  }
  const left = (await vault.pagesOf('Nov26_01')).map((one) => one.sha256);
  assert.ok(left.includes(problem), 'the oldest of all had a problem');
  assert.deepEqual(left.slice(1), sizes.slice(-(left.length - 1)), 'of the others the newest are there');
  assert.ok(rooms.length > 0 && rooms.every((made) => made.removedProblems === 0 && made.bytesLeft <= 4000));
});

test('T33 what is no plain file of its name is refused: a link, a folder, a path', async (t) => {
  const { vault, folder, staging } = openScene(t);
  const owner = { batch: 'Nov26_01', task: 1, site: 'CyT', generation: 1 };
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'canary');
  const [link, directory] = ['1'.repeat(64), '2'.repeat(64)];
  symlinkSync(secret, join(staging, `${link}.zst`));
  mkdirSync(join(staging, `${directory}.zst`));
  for (const sha256 of [link, directory, '3'.repeat(64), '../secret', ''])
    await assert.rejects(
      vault.keep(staging, page({ sha256 }), owner),
      (error) => isFault(error) && error.code === 'E_VAULT',
    );
  assert.deepEqual(await vault.pagesOf('Nov26_01'), []);
});

test('T23 a body that is not what its name says, or unpacks to more than a page may be, is refused when it is read', async (t) => {
  const { vault, staging } = openScene(t);
  const owner = { batch: 'Nov26_01', task: 1, site: 'CyT', generation: 1 };
  for (const [sha256, content] of [
    ['a'.repeat(64), zstdCompressSync('another text')],
    ['b'.repeat(64), zstdCompressSync(Buffer.alloc(8 * 2 ** 20))],
    ['c'.repeat(64), Buffer.from('no zstd at all')],
  ] as const) {
    writeFileSync(join(staging, `${sha256}.zst`), content);
    await vault.keep(staging, page({ sha256 }), owner);
    await assert.rejects(vault.read(sha256), (error) => isFault(error) && error.code === 'E_VAULT');
  }
});

test('a line of the index that a crash cut off costs only its page', async (t) => {
  const { vault, folder, keep } = openScene(t);
  const first = await keep('one');
  writeFileSync(join(folder, 'pages', 'index', 'Nov26_01.jsonl'), '{"sha256":"ab', { flag: 'a' });
  assert.deepEqual(
    (await vault.pagesOf('Nov26_01')).map((one) => one.sha256),
    [first],
  );
  assert.deepEqual(await vault.pagesOf('../../etc/passwd'), []);
});
