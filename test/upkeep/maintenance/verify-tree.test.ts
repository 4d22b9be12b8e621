import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sha256Of } from '../../../src/records/manifest.ts';
import { removedFile } from '../../../src/records/removed.ts';
import { createTreeVerification, VERIFY_NOTE } from '../../../src/upkeep/verify-tree/verify-tree.ts';
import type { TreeVerification } from '../../../src/upkeep/verify-tree/verify-tree.ts';
import { batchPlan, completed, plannedTask, T0 } from '../../store/given.ts';
import { batch, treeScene } from './tree-scene.ts';
import type { TreeScene } from './tree-scene.ts';

const OCT = batch('Oct26');
const verifier = (s: TreeScene, bytesPerRun = 1e9) => createTreeVerification({ ...s, bytesPerRun });
const noted = async (s: TreeScene): Promise<TreeVerification> =>
  (await s.store.retention.loadNote(VERIFY_NOTE))?.value as TreeVerification;
const problems = async (s: TreeScene): Promise<string[]> =>
  (await noted(s)).problems.map(({ kind, path }) => `${kind} ${path}`);

test('a whole tree is in order, compressed files and those of strangers included', async (t) => {
  const s = await treeScene(t);
  const csv = await s.publish(OCT, { product: 'Dep' }, 5, 1);
  await s.publish(OCT, { product: 'Cas', phase: 'detail', ordinal: 2 }, 0);
  const bytes = fs.readFileSync(join(s.root, csv));
  assert.equal(await s.outputs.pack(csv, { bytes: bytes.byteLength, sha256: sha256Of(bytes) }), 'packed');
  fs.writeFileSync(join(s.root, 'notes.txt'), 'mine');
  fs.writeFileSync(join(s.root, 'CyT/Gdl/Ven/Dep/Oct26/01/thumbs.db'), 'mine');
  const summary = await verifier(s).runOnce();
  assert.deepEqual([summary['files'], summary['problems'], summary['round_done']], [2, 0, true]);
});

test('a changed, missing, half or unreadable file is told with its path and what to do, once', async (t) => {
  const s = await treeScene(t);
  const at = (path: string): string => join(s.root, path);
  const changed = await s.publish(OCT, { product: 'Changed' });
  fs.appendFileSync(at(changed), 'x');
  const flipped = await s.publish(OCT, { product: 'Flipped' });
  const bytes = fs.readFileSync(at(flipped));
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  fs.writeFileSync(at(flipped), bytes);
  const missing = await s.publish(OCT, { product: 'Missing' });
  fs.rmSync(at(missing));
  const half = await s.publish(OCT, { product: 'Half' });
  fs.rmSync(at(half.replace('.csv', '.manifest.json')));
  const rejects = await s.publish(OCT, { product: 'Rejects' }, 2, 3);
  fs.rmSync(at(rejects.replace('.csv', '_rejected.csv')));
  const torn = await s.publish(OCT, { product: 'Torn' });
  fs.truncateSync(at(torn.replace('.csv', '.manifest.json')), 30);
  const packed = await s.publish(OCT, { product: 'Packed' });
  fs.rmSync(at(packed));
  fs.writeFileSync(at(`${packed}.zst`), 'no zstd');
  await verifier(s).runOnce();
  assert.deepEqual(
    (await problems(s)).sort(),
    [
      `changed ${changed}`,
      `changed ${flipped}`,
      `half ${half}`,
      `missing ${missing}`,
      `missing ${rejects.replace('.csv', '_rejected.csv')}`,
      `unreadable ${torn.replace('.csv', '.manifest.json')}`,
      `unreadable ${packed}`,
    ].sort(),
  );
  for (const { what, cure } of (await noted(s)).problems) assert.ok(what.length > 10 && cure.length > 20);
  const told = s.logged.filter(({ event }) => event === 'tree_file_damaged');
  assert.equal(told.length, 7);
  s.clock.time += 86_400_000;
  const again = await verifier(s).runOnce();
  assert.deepEqual([again['problems'], again['new_problems']], [7, 0]);
  assert.ok((await noted(s)).problems.every(({ foundAt }) => foundAt === s.clock.time - 86_400_000));
});

test('a file that was put back is in order at the next run, wherever the walk stands', async (t) => {
  const s = await treeScene(t);
  const first = await s.publish(OCT, { product: 'Aaa' });
  for (const product of ['Bbb', 'Ccc', 'Ddd']) await s.publish(OCT, { product });
  const good = fs.readFileSync(join(s.root, first));
  fs.appendFileSync(join(s.root, first), 'x');
  await verifier(s, 1).runOnce();
  assert.deepEqual(await problems(s), [`changed ${first}`]);
  fs.writeFileSync(join(s.root, first), good);
  await verifier(s, 1).runOnce();
  assert.deepEqual(await problems(s), []);
});

test('a tree larger than one run is gone through over several, each file once a round', async (t) => {
  const s = await treeScene(t);
  const paths: string[] = [];
  for (const site of ['CyT', 'Lam'])
    for (const month of ['Ago26', 'Oct26'])
      for (const run of [1, 2]) paths.push(await s.publish(batch(month, run), { site }, 10));
  const seen: string[] = [];
  const outputs = {
    ...s.outputs,
    read: (path: string) => (path.endsWith('.csv') && seen.push(path), s.outputs.read(path)),
  };
  const size = fs.statSync(join(s.root, paths[0] ?? '')).size;
  const service = createTreeVerification({ ...s, outputs, bytesPerRun: size * 3 });
  const rounds: unknown[] = [];
  for (let run = 0; run < 6; run += 1) rounds.push((await service.runOnce())['round_done']);
  assert.deepEqual(rounds, [false, false, true, false, false, true]);
  assert.deepEqual(seen.slice(0, 8).sort(), [...paths].sort());
  assert.deepEqual(seen.slice(8), seen.slice(0, 8));
  assert.equal((await noted(s)).files, 8);
});

test('a completed task whose files are gone altogether is missed', async (t) => {
  const s = await treeScene(t);
  const { id } = await s.store.batches.planBatch(
    batchPlan([plannedTask(1), plannedTask(2, { product: 'Cas' })], { name: OCT }),
  );
  for (const task of await s.store.reports.listTasks({ batch: id })) await completed(s.store, task.id);
  await s.store.batches.closeBatch(id, 'completed', T0 + 1);
  await s.close(OCT, 1);
  await s.publish(OCT, { site: 'Inm24' });
  await verifier(s).runOnce();
  assert.deepEqual(await problems(s), ['missing Inm24/Gdl/Ven/Cas/Oct26/01/Inm24_Gdl_Ven_Cas_Oct26_01.manifest.json']);
});

test('the open batch is being written, and a batch whose files were removed is gone: neither is damage', async (t) => {
  const s = await treeScene(t);
  await s.store.batches.planBatch(batchPlan([plannedTask(1)], { name: OCT }));
  const half = await s.publish(OCT, {});
  fs.rmSync(join(s.root, half.replace('.csv', '.manifest.json')));
  const leaving = await s.publish(batch('Ene26'), {});
  fs.rmSync(join(s.root, leaving));
  await s.close(batch('Ene26'), 300);
  await s.outputs.publish([
    removedFile({ batch: 'Ene26_01', state: 'leaving', at: '2026-11-22T00:00:00.000Z', files: 0 }),
  ]);
  assert.equal((await verifier(s).runOnce())['problems'], 0);
});
