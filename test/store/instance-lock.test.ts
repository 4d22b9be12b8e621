import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFault } from '../../src/core/errors.ts';
import { holdInstanceLock } from '../../src/store/sqlite/instance-lock.ts';

test('F8 F12 who holds the lock cannot be written, or removed: that has a name, and the lock is free again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'instance-lock-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const holder = join(folder, 'instance.json');
  const isNamed = (error: unknown): boolean =>
    isFault(error) && error.code === 'E_DIRECTORY' && error.message.startsWith(`${holder} cannot be `);
  // A folder of that name: refused whoever runs the test.
  mkdirSync(join(holder, 'in the way'), { recursive: true });
  assert.throws(() => holdInstanceLock(folder, 0), isNamed);
  rmSync(holder, { recursive: true });
  const lock = holdInstanceLock(folder, 0);
  rmSync(holder);
  mkdirSync(join(holder, 'in the way'), { recursive: true });
  assert.throws(() => lock.release(), isNamed);
  rmSync(holder, { recursive: true });
  holdInstanceLock(folder, 0).release();
});
