/** A task is named as a person saw it: by its id, or as the tables name it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTask } from '../../src/cli/find-task.ts';
import { isFault } from '../../src/core/errors.ts';
import type { WorkReader } from '../../src/monitoring/contract.ts';
import type { Selector } from '../../src/monitoring/selector.ts';
import { taskView } from './given.ts';

/** Two pages of tasks, and what was asked for. */
function tasksOf(keys: readonly string[]): { work: Pick<WorkReader, 'tasks'>; asked: Selector[] } {
  const asked: Selector[] = [];
  const half = Math.ceil(keys.length / 2);
  const work = {
    tasks: (selector: Selector, _order: unknown, { cursor }: { readonly cursor?: string | undefined }) => {
      asked.push(selector);
      const shown = cursor === undefined ? keys.slice(0, half) : keys.slice(half);
      const items = shown.map((key) => taskView(100 + keys.indexOf(key), { key }));
      return Promise.resolve({ items, next: cursor === undefined ? 'more' : null, total: null });
    },
  };
  return { work, asked };
}

test('an id is taken as it is, and nothing is asked for', async () => {
  const { work, asked } = tasksOf([]);
  assert.equal(await findTask(work, '1042'), 1042);
  assert.deepEqual(asked, []);
});

test('a name such as mit:3 is looked for among its scraper in the newest batch, or in the one that is named', async () => {
  const { work, asked } = tasksOf(['mit:1', 'mit:2', 'mit:3']);
  assert.equal(await findTask(work, 'mit:3'), 102);
  assert.deepEqual(asked[0], { site: ['mit'], phase: ['main'] });
  const details = tasksOf(['lam_det:7']);
  assert.equal(await findTask(details.work, 'LAM_det:7', 'Nov26_01'), 100);
  assert.deepEqual(details.asked[0], { batch: 'Nov26_01', site: ['LAM'], phase: ['detail'] });
});

test('what names no task is told, with what lists them', async () => {
  const { work } = tasksOf(['mit:1']);
  const told = (name: string) =>
    findTask(work, name).then(
      () => assert.fail('found'),
      (error: unknown) => (isFault(error) ? `${error.code}: ${error.message}` : String(error)),
    );
  assert.equal(await told('mit:9'), 'E_UNKNOWN: there is no task mit:9');
  assert.match(await told('mit'), /^E_USAGE: "mit" is neither the id of a task nor a name such as mit:3$/);
  assert.match(await told('1e99'), /^E_USAGE/);
});
