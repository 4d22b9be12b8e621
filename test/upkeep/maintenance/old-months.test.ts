import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Task } from '../../../src/core/task.ts';
import { readPublishedRows } from '../../../src/records/read-rows.ts';
import { readManifest, verifyCsv } from '../../../src/records/manifest.ts';
import { createMonthCompression } from '../../../src/upkeep/compress-months.ts';
import { monthsBefore } from '../../../src/upkeep/calendar.ts';
import { createMonthRemoval, NO_EVIDENCE } from '../../../src/upkeep/remove-months.ts';
import type { RemovalEvidence } from '../../../src/upkeep/remove-months.ts';
import { batch, DAY, filesIn, treeScene } from './tree-scene.ts';
import type { TreeScene } from './tree-scene.ts';

const OLD = batch('Mar26');
const YOUNG = batch('Nov26');
const compression = (s: TreeScene) => createMonthCompression({ ...s, afterMs: 60 * DAY });

async function twoBatches(s: TreeScene): Promise<{ old: string; young: string }> {
  const old = await s.publish(OLD, {}, 2000, 1);
  const young = await s.publish(YOUNG, {}, 2000);
  await s.close(OLD, 250);
  await s.close(YOUNG, 10);
  return { old, young };
}

describe('old months are compressed', () => {
  it('only those of the age that is set, and much smaller', async (t) => {
    const s = await treeScene(t);
    const { old, young } = await twoBatches(s);
    const before = fs.statSync(join(s.root, old)).size;
    assert.equal((await compression(s).runOnce())['compressed'], 2);
    assert.deepEqual(
      filesIn(s.root),
      [
        `${old}.zst`,
        old.replace('.csv', '.manifest.json'),
        old.replace('.csv', '_rejected.csv.zst'),
        young,
        young.replace('.csv', '.manifest.json'),
      ].sort(),
    );
    assert.ok(fs.statSync(join(s.root, `${old}.zst`)).size < before / 5);
  });

  it('and read by their old paths as the same bytes, rows included', async (t) => {
    const s = await treeScene(t);
    const { old } = await twoBatches(s);
    const bytes = await s.outputs.read(old);
    await compression(s).runOnce();
    assert.equal(await s.outputs.exists(old), true);
    assert.deepEqual(await s.outputs.read(old), bytes);
    const manifestPath = old.replace('.csv', '.manifest.json');
    const manifest = readManifest((await s.outputs.read(manifestPath)) ?? new Uint8Array(), manifestPath);
    assert.equal(
      verifyCsv((await s.outputs.read(old)) ?? new Uint8Array(), manifest),
      null,
      'the SHA is of the uncompressed bytes',
    );
    const task = {
      batch: 'Mar26_01',
      scraper: 'cyt',
      orderNum: 1,
      site: 'CyT',
      city: 'Gdl',
      operation: 'Ven',
      product: 'Dep',
      phase: 'main',
      ordinal: 1,
    } as Task;
    const rows = await readPublishedRows(s.outputs, OLD, task);
    assert.deepEqual([rows.length, rows[7]?.['title']], [2000, 'Casa ñ Dep']);
    await s.outputs.remove(old);
    assert.equal(await s.outputs.exists(old), false);
  });

  it('a second run finds nothing to do; a batch closed anew is looked at again', async (t) => {
    const s = await treeScene(t);
    await twoBatches(s);
    await compression(s).runOnce();
    assert.deepEqual(await compression(s).runOnce(), { batches: 0, compressed: 0, left_as_they_were: 0, failed: 0 });
    await s.publish(OLD, { product: 'Cas' });
    await s.close(OLD, 200);
    assert.equal((await compression(s).runOnce())['compressed'], 1);
  });

  it('a file that is not what its manifest says is left alone and told', async (t) => {
    const s = await treeScene(t);
    const { old } = await twoBatches(s);
    fs.appendFileSync(join(s.root, old), 'x');
    const summary = await compression(s).runOnce();
    assert.deepEqual(
      [summary['left_as_they_were'], fs.existsSync(join(s.root, old)), fs.existsSync(join(s.root, `${old}.zst`))],
      [1, true, false],
    );
    assert.ok(s.logged.some(({ event }) => event === 'file_not_compressed'));
  });

  it('what a crash left between the copy and the removal is finished, and a stale copy is replaced', async (t) => {
    const s = await treeScene(t);
    const { old } = await twoBatches(s);
    fs.writeFileSync(join(s.root, `${old}.zst`), 'an older copy, or half of one');
    const bytes = await s.outputs.read(old);
    await compression(s).runOnce();
    assert.equal(fs.existsSync(join(s.root, old)), false);
    assert.deepEqual(await s.outputs.read(old), bytes);
  });
});

describe('months leave the tree', () => {
  const removal = (s: TreeScene, evidence: RemovalEvidence) => createMonthRemoval({ ...s, evidence, keepMonths: 6 });
  const yes = async (): Promise<null> => null;

  it('never while nobody vouches for the history and an archive, and the summary says why', async (t) => {
    const s = await treeScene(t);
    await twoBatches(s);
    const before = filesIn(s.root);
    const summary = await removal(s, NO_EVIDENCE).runOnce();
    assert.deepEqual([summary['removed_batches'], summary['kept_batches']], [0, 1]);
    assert.match(String(summary['kept_because']), /history.*archive/);
    for (const evidence of [
      { missingFromHistory: yes, missingFromArchive: async () => 'no archive' },
      { missingFromHistory: async () => 'no history', missingFromArchive: yes },
    ])
      assert.equal((await removal(s, evidence).runOnce())['removed_batches'], 0);
    assert.deepEqual(filesIn(s.root), before);
  });

  it('with both, the old month goes with its empty folders, and files of strangers and the journal stay', async (t) => {
    const s = await treeScene(t);
    const { young } = await twoBatches(s);
    await s.publish(OLD, { product: 'Cas' });
    await compression(s).runOnce();
    fs.writeFileSync(join(s.root, 'CyT/Gdl/Ven/Cas/Mar26/01/mine.txt'), 'mine');
    const summary = await removal(s, { missingFromHistory: yes, missingFromArchive: yes }).runOnce();
    assert.deepEqual([summary['removed_batches'], summary['removed_files']], [1, 5]);
    assert.deepEqual(
      filesIn(s.root),
      ['CyT/Gdl/Ven/Cas/Mar26/01/mine.txt', young, young.replace('.csv', '.manifest.json')].sort(),
    );
    assert.equal(fs.existsSync(join(s.root, 'CyT/Gdl/Ven/Dep/Mar26')), false);
    assert.equal(await s.outputs.exists('.orchestrator/Mar26_01/plan.jsonl'), true);
    assert.equal((await removal(s, NO_EVIDENCE).runOnce())['kept_batches'], 0, 'removed is removed');
  });

  it('a removal that was interrupted goes on, whatever the evidence says by then', async (t) => {
    const s = await treeScene(t);
    await twoBatches(s);
    let left = 2;
    const outputs = {
      ...s.outputs,
      remove: async (path: string) => {
        if ((left -= 1) === 0) throw new Error('killed');
        await s.outputs.remove(path);
      },
    };
    await assert.rejects(
      createMonthRemoval({
        ...s,
        outputs,
        evidence: { missingFromHistory: yes, missingFromArchive: yes },
        keepMonths: 6,
      }).runOnce(),
    );
    assert.equal((await removal(s, NO_EVIDENCE).runOnce())['removed_batches'], 1);
    assert.equal(
      filesIn(s.root).some((name) => name.includes('Mar26')),
      false,
    );
  });
});

it('six months are calendar months, cut to the end of a shorter one', () => {
  const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);
  assert.equal(monthsBefore(day('2026-11-22'), 6), day('2026-05-22'));
  assert.equal(monthsBefore(day('2026-08-31'), 6), day('2026-02-28'));
  assert.equal(monthsBefore(day('2028-08-31'), 6), day('2028-02-29'));
  assert.equal(monthsBefore(day('2026-03-15'), 15), day('2024-12-15'));
});
