/**
 * P7: whatever happens to the bytes of a database that was closed in order, either its content is the same or the next
 * start notices. 150 mutations by default; SCRAPING_MUTATIONS=10000 for the long form.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { seededRandom } from '../../../src/core/clock.ts';
import type { Random } from '../../../src/core/clock.ts';
import { isFault } from '../../../src/core/errors.ts';
import type { Inspection } from '../../../src/store/contract.ts';
import { inspectDatabase } from '../../../src/store/sqlite/inspect.ts';
import { installation, workInTree } from '../installation.ts';

const MUTATIONS = Number(process.env['SCRAPING_MUTATIONS'] ?? 150);
/** A whole second: a time of change that can be set back exactly. */
const CLOSED_AT = new Date('2026-11-22T10:00:00Z');

interface Mutation {
  readonly name: string;
  readonly apply: (bytes: Buffer, random: Random) => Buffer;
}

const at = (random: Random, length: number): number => Math.floor(random.next() * length);

const MUTATE: readonly Mutation[] = [
  {
    name: 'one bit flipped',
    apply: (bytes, random) => {
      const place = at(random, bytes.length);
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << at(random, 8)), place);
      return bytes;
    },
  },
  {
    name: 'a bit of the header flipped',
    apply: (bytes, random) => {
      const place = at(random, 100);
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << at(random, 8)), place);
      return bytes;
    },
  },
  {
    name: 'two pages swapped',
    apply: (bytes, random) => {
      const pages = bytes.length / 4096;
      const [one, two] = [at(random, pages) * 4096, at(random, pages) * 4096];
      const kept = Buffer.from(bytes.subarray(one, one + 4096));
      bytes.copyWithin(one, two, two + 4096);
      kept.copy(bytes, two);
      return bytes;
    },
  },
  { name: 'a block of zeros', apply: (bytes, random) => bytes.fill(0, at(random, bytes.length), bytes.length) },
  { name: 'cut anywhere', apply: (bytes, random) => bytes.subarray(0, at(random, bytes.length)) },
  { name: 'zero bytes', apply: () => Buffer.alloc(0) },
  { name: 'another application id', apply: (bytes, random) => (bytes.writeUInt32BE(at(random, 2 ** 32), 68), bytes) },
  { name: 'a newer schema', apply: (bytes) => (bytes.writeUInt32BE(999, 60), bytes) },
];

/** What the next start would find: `fault` = it stops and says why. */
function look(file: string): Inspection | 'fault' {
  try {
    return inspectDatabase(file, { depth: 'start', digest: true });
  } catch (error) {
    assert.ok(isFault(error), String(error));
    return 'fault';
  }
}

async function closedDatabase(t: TestContext): Promise<{ readonly file: string; readonly digest: string }> {
  const made = installation(t);
  await workInTree(made);
  // The seal names the time of change: it is made one that can be set again.
  const seal = JSON.parse(readFileSync(`${made.database}.seal`, 'utf8')) as Record<string, unknown>;
  utimesSync(made.database, CLOSED_AT, CLOSED_AT);
  const changedNs = String(statSync(made.database, { bigint: true }).mtimeNs);
  writeFileSync(`${made.database}.seal`, JSON.stringify({ ...seal, changedNs }));
  const found = look(made.database);
  assert.ok(found !== 'fault' && found.state === 'sound');
  return { file: made.database, digest: found.content.digest ?? '' };
}

test(`P7 ${MUTATIONS} mutations of a database: each is harmless or noticed`, async (t) => {
  const { file, digest } = await closedDatabase(t);
  const original = readFileSync(file);
  const folder = mkdtempSync(join(tmpdir(), 'mutations-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, 'orchestrator.db');
  const count = { harmless: 0, noticed: 0 };
  for (let seed = 1; seed <= MUTATIONS; seed += 1) {
    const random = seededRandom(seed);
    const mutation = MUTATE[seed % MUTATE.length];
    assert.ok(mutation !== undefined);
    for (const companion of ['-wal', '-shm']) rmSync(`${copy}${companion}`, { force: true });
    writeFileSync(copy, mutation.apply(Buffer.from(original), random));
    utimesSync(copy, CLOSED_AT, CLOSED_AT);
    copyFileSync(`${file}.seal`, `${copy}.seal`);
    const found = look(copy);
    if (found !== 'fault' && found.state === 'sound') {
      assert.equal(found.content.digest, digest, `seed ${seed}: ${mutation.name} passed unnoticed`);
      count.harmless += 1;
    } else {
      // Only these states stop a start or bring the backup back; `missing` and `older` would let it go on.
      assert.ok(
        found === 'fault' || ['broken', 'newer', 'foreign'].includes(found.state),
        `seed ${seed}: ${mutation.name} is ${JSON.stringify(found)}`,
      );
      count.noticed += 1;
    }
  }
  t.diagnostic(`${count.noticed} noticed, ${count.harmless} harmless`);
  assert.ok(count.noticed > MUTATIONS / 2, 'most mutations do harm');
});
