import assert from 'node:assert/strict';
import { dayOf } from '../../src/core/local-time.ts';
import type { Batch } from '../../src/core/batch.ts';
import { differences, expectedListing, publishedRows } from '../support/expected.ts';
import type { Running, Scene } from './scene.ts';

/** Every completed search holds the portals' own rows, all of them and in their order. */
export async function assertRowsAreRight(
  scene: Scene,
  running: Pick<Running, 'orchestrator'>,
  batch: Batch,
): Promise<void> {
  const tasks = await running.orchestrator.reports.listTasks({ batch: batch.id, statuses: ['completed'] });
  const fetchedOn = dayOf(batch.startedAt, batch.timeZone);
  const wrong: string[] = [];
  for (const task of tasks.filter(({ phase }) => phase === 'main')) {
    const { rows } = await expectedListing(scene.rehearsal, task, fetchedOn);
    wrong.push(...differences(task, rows, publishedRows(scene.rehearsal, batch, task)));
  }
  assert.deepEqual(wrong, []);
}
