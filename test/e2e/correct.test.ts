import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { dayOf } from '../../src/core/local-time.ts';
import type { Task } from '../../src/core/task.ts';
import { differences, expectedDetails, expectedListing, publishedRows } from '../support/expected.ts';
import { rehearse } from '../support/rehearsal.ts';

test('a whole batch over all six portals holds every row and field of the truth, and no other', async (t) => {
  const rehearsal = await rehearse(t);
  const orchestrator = await rehearsal.open();
  t.after(() => orchestrator.close());
  const batch = await orchestrator.runBatch(
    await orchestrator.openBatch({ ...NO_FILTERS, limit: 72 }),
    new AbortController().signal,
  );
  assert.ok(batch !== null);
  assert.equal(batch.status, 'completed');
  const tasks = await orchestrator.reports.listTasks({ batch: batch.id, limit: 10_000 });
  const failed = tasks
    .filter((task) => task.status !== 'completed')
    .map((task) => `${task.scraper}:${task.orderNum} ${task.status} ${task.errorCode}: ${task.errorMessage}`);
  assert.deepEqual(failed, []);
  const fetchedOn = dayOf(batch.startedAt, batch.timeZone);
  const wrong: string[] = [];
  const mains = tasks.filter((task) => task.phase === 'main').sort((a, b) => a.orderNum - b.orderNum);
  assert.equal(mains.length, 72);
  assert.equal(new Set(mains.map((task) => task.site)).size, 6);
  const owned = new Map<string, Set<string>>();
  const detailUrls = new Map<string, string[]>();
  let rows = 0;
  for (const task of mains) {
    const expected = await expectedListing(rehearsal, task, fetchedOn);
    const actual = publishedRows(rehearsal, batch, task);
    rows += actual.length;
    wrong.push(...differences(task, expected.rows, actual));
    assert.equal(task.truncated, expected.truncated ? 'robots' : null, `${task.scraper}:${task.orderNum}`);
    assert.equal(task.verdict, expected.rows.length === 0 ? 'empty' : 'ok', `${task.scraper}:${task.orderNum}`);
    detailUrls.set(
      `${task.site}:${task.orderNum}`,
      firstSeen(
        task,
        expected.rows.map((row) => row['url'] ?? ''),
        owned,
      ),
    );
  }
  const details = tasks.filter((task) => task.phase === 'detail');
  for (const task of details) {
    const urls = detailUrls.get(`${task.site}:${task.orderNum}`) ?? [];
    wrong.push(
      ...differences(
        task,
        await expectedDetails(rehearsal, task, urls, fetchedOn),
        publishedRows(rehearsal, batch, task),
      ),
    );
  }
  assert.deepEqual(wrong.slice(0, 40), [], `${wrong.length} differences`);
  assert.ok(rows > 500, `only ${rows} rows were compared`);
  assert.deepEqual([...new Set(details.map((task) => task.scraper))].sort(), ['inm24_det', 'lam_det']);
  const expectedDetailTasks = [...detailUrls].filter(([key, urls]) => /^(Inm24|Lam):/.test(key) && urls.length > 0);
  assert.equal(details.length, expectedDetailTasks.length);
});

/** D22: a listing found by several targets belongs to the lowest order number. */
function firstSeen(task: Task, urls: readonly string[], owned: Map<string, Set<string>>): string[] {
  const seen = owned.get(task.site) ?? new Set<string>();
  owned.set(task.site, seen);
  return urls.filter((url) => {
    if (seen.has(url)) return false;
    seen.add(url);
    return true;
  });
}
