import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { page, temporaryDirectory } from './given.ts';
import { openFile } from './sqlite-store.ts';

/** Runs the writing child, kills it after `lines` pages, and returns the highest page it said is stored, by task. */
async function writeUntilKilled(file: string, lines: number): Promise<ReadonlyMap<number, number>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crash-child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stored = new Map<number, number>();
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [task = 0, number = 0] = line.split(' ').map(Number);
    stored.set(task, number);
    seen += 1;
    if (seen === lines) child.kill('SIGKILL');
  }
  const [, signal] = (await ended) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  return stored;
}

test('P1 a kill -9 in the middle of commits loses no page that was answered, tears none, and the next start goes on', async (t) => {
  const file = join(temporaryDirectory(), 'orchestrator.db');
  let before = 0;
  for (const lines of [1, 30, 77]) {
    const answered = await writeUntilKilled(file, lines);
    const database = new DatabaseSync(file);
    assert.equal(Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})[0], 'ok');
    assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
    const torn = database
      .prepare(
        'SELECT count(*) AS n FROM scraping_tasks t WHERE pages <> (SELECT count(*) FROM pages p WHERE p.task = t.id)',
      )
      .get();
    assert.equal(torn?.['n'], 0);
    const total = Number(database.prepare('SELECT count(*) AS n FROM pages').get()?.['n']);
    database.close();
    assert.ok(total >= before + lines, `${total} pages after ${before} and ${lines} more`);
    before = total;
    const { store } = await openFile({ after: () => {} }, file);
    for (const [task, number] of answered) {
      const pages = await store.tasks.readPages(task);
      assert.ok(pages.length >= number, `task ${task}: page ${number} was answered, ${pages.length} are there`);
      assert.deepEqual(pages[number - 1], page(number));
    }
    await store.close();
  }
  const { store } = await openFile(t, file);
  assert.equal((await store.tasks.releaseOrphans('next', 0)).length, 4);
});
