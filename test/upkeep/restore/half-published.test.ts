import assert from 'node:assert/strict';
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sweepHalfPublished } from '../../../src/engine/coordinator/sweep-half-published.ts';
import { taskPaths } from '../../../src/records/tree.ts';
import { installation, publishTask, workInTree } from '../installation.ts';

test('a publish cut off by a crash leaves nothing that looks like a result', async (t) => {
  const made = installation(t);
  await workInTree(made);
  const store = await made.openStore();
  const outputs = await made.openOutputs();
  const batch = await store.batches.findBatch('Nov26_01');
  const [first, second, , fourth] = await store.reports.listTasks({ batch: 'Nov26_01' });
  assert.ok(batch !== null && first !== undefined && second !== undefined && fourth !== undefined);
  assert.equal(await sweepHalfPublished({ store, outputs }), 0);
  await publishTask(store, outputs, fourth.id, false);
  assert.equal(
    await sweepHalfPublished({ store, outputs }),
    0,
    'whole files stay: their task is settled from its pages',
  );

  const file = (path: string): string => join(made.tree, path);
  const paths = taskPaths(fourth, batch);
  appendFileSync(file(paths.csv), 'more\n');
  assert.equal(await sweepHalfPublished({ store, outputs }), 1, 'a manifest that speaks of other bytes is no mark');
  assert.deepEqual(
    [paths.csv, paths.manifest].map((path) => existsSync(file(path))),
    [false, false],
  );

  await outputs.publish([{ path: paths.csv, content: Buffer.from('x\n') }]);
  await outputs.publish([{ path: paths.rejected, content: Buffer.from('x\n') }]);
  assert.equal(await sweepHalfPublished({ store, outputs }), 1, 'a CSV without its manifest');
  assert.deepEqual(
    [paths.csv, paths.rejected].map((path) => existsSync(file(path))),
    [false, false],
  );

  // What is completed is no business of a start: the daily check of the tree looks after it.
  const done = taskPaths(first, batch);
  rmSync(file(done.manifest));
  assert.equal(await sweepHalfPublished({ store, outputs }), 0);
  assert.ok(existsSync(file(done.csv)));
  await store.close();
});
