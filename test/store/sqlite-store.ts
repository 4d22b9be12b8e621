import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { temporaryDirectory } from './given.ts';

export interface OpenedFile {
  readonly store: Store;
  readonly file: string;
}

/** A store over a SQLite file; without waiting for the disk, as most tests ask for no power cut. */
export async function openFile(
  t: Pick<TestContext, 'after'>,
  file = join(temporaryDirectory(), 'orchestrator.db'),
): Promise<OpenedFile> {
  const store = await openSqliteStore({ file, pragmas: { synchronous: 'NORMAL' } });
  t.after(async () => {
    await store.close();
    rmSync(dirname(file), { recursive: true, force: true });
  });
  return { store, file };
}

export const openSqlite = async (t: Pick<TestContext, 'after'>): Promise<Store> => (await openFile(t)).store;
