import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { dayOf } from '../../src/core/local-time.ts';
import type { Batch } from '../../src/core/batch.ts';
import type { Task } from '../../src/core/task.ts';
import { readManifest } from '../../src/records/manifest.ts';
import type { Manifest } from '../../src/records/manifest.ts';
import { taskPaths } from '../../src/records/tree.ts';
import { differences, expectedListing, publishedRows } from '../support/expected.ts';
import { rehearse } from '../support/rehearsal.ts';
import type { Rehearsal } from '../support/rehearsal.ts';

/** A search with more result pages than Inm24's robots.txt lets anybody read. */
const BIG_SEARCH = 'Inm24,Gdl,Ven,Cas,https://www.inmuebles24.com/casas-en-venta-en-guadalajara.html';

test('what robots.txt forbids is not fetched: the search ends ok, cut short by robots, with every row of the pages before', async (t) => {
  const { rehearsal, batch, task, manifest } = await runBigSearch(t, 'respect');
  const expected = await expectedListing(rehearsal, task, dayOf(batch.startedAt, batch.timeZone));
  assert.equal(expected.truncated, true, 'the search must be longer than robots.txt allows');
  assert.deepEqual(differences(task, expected.rows, publishedRows(rehearsal, batch, task)), []);
  assert.deepEqual([task.status, task.verdict, task.truncated], ['completed', 'ok', 'robots']);
  assert.deepEqual([manifest.pages, manifest.truncated, manifest.robots], [5, 'robots', 'respect']);
});

test('`robots: ignore` reads the whole search, and is recorded with it', async (t) => {
  const { rehearsal, batch, task, manifest } = await runBigSearch(t, 'ignore');
  const truth = await rehearsal.truth(task.url);
  assert.ok(truth.kind === 'list' && truth.pages.length > 5);
  assert.equal(
    publishedRows(rehearsal, batch, task).length,
    new Set(truth.pages.flatMap((page) => page.rows.map((row) => row['listing_id']))).size,
  );
  assert.deepEqual([task.truncated, manifest.robots], [null, 'ignore']);
});

async function runBigSearch(
  t: TestContext,
  robots: string,
): Promise<{ rehearsal: Rehearsal; batch: Batch; task: Task; manifest: Manifest }> {
  const rehearsal = await rehearse(t, {
    catalogue: [BIG_SEARCH],
    config: { websites: { Inm24: { robots, has_detail_scraper: false } }, execution: { max_concurrency: 1 } },
  });
  const orchestrator = await rehearsal.open();
  t.after(() => orchestrator.close());
  const batch = await orchestrator.runBatch(await orchestrator.openBatch(NO_FILTERS), new AbortController().signal);
  assert.ok(batch !== null);
  const [task] = await orchestrator.reports.listTasks({ batch: batch.id });
  assert.ok(task !== undefined);
  const path = taskPaths(task, batch).manifest;
  return {
    rehearsal,
    batch,
    task,
    manifest: readManifest(readFileSync(join(rehearsal.config.data.directory, path)), path),
  };
}
