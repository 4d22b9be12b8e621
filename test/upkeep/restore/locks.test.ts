import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installation, workInTree } from '../installation.ts';
import { hasStrace, openings } from '../kill-sweep.ts';

const skip = hasStrace() ? false : 'strace is not installed: openings cannot be seen';

// Closing any descriptor of a file drops every lock the process holds on it (sqlite.org/howtocorrupt.html, 2.2). SQLite
// opens its files with O_NOFOLLOW, Node's file functions do not: that tells them apart.
test('F30 nobody but SQLite opens the database, its WAL or the lock of the instance', { skip }, async (t) => {
  const made = installation(t);
  await workInTree(made);
  for (const what of ['start', 'backup'] as const) {
    const files = /\/(orchestrator\.db|orchestrator\.db-wal|orchestrator\.db-shm|instance\.lock\.db)"/;
    const opened = openings(what, made.folder, made.folder).filter((line) => files.test(line));
    assert.ok(opened.length > 0, 'SQLite opened it');
    assert.deepEqual(
      opened.filter((line) => !line.includes('O_NOFOLLOW')),
      [],
      what,
    );
  }
});
