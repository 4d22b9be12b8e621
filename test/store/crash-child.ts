/** Writes pages as fast as it can and says each one that is stored; the test kills it in the middle. */
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { leased, page, planned } from './given.ts';

const [file = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file });
const tasks = (await store.batches.openBatch()) === null ? await planned(store, 4) : await store.reports.listTasks({});
await store.tasks.releaseOrphans(`child-${process.pid}`, Date.now());

/** Each task is a writer of its own, so that commits are shared. */
async function write(task: number): Promise<void> {
  const { lease, resume } = await leased(store, task, {
    owner: `child-${process.pid}`,
    at: Date.now(),
    resumeWindowMs: Infinity,
  });
  for (let number = resume.cursor?.page ?? 1; ; number += 1) {
    await store.tasks.commitPage(lease, resume.generation, page(number));
    process.stdout.write(`${task} ${number}\n`);
  }
}

await Promise.all(tasks.map(({ id }) => write(id)));
