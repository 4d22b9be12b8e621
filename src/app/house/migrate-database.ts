import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import { systemClock } from '../../core/clock.ts';
import type { SchemaInfo, TakeoverReport } from '../../store/contract.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { openStore } from '../parts/open-parts.ts';

/** Opening the store for writing migrates it; the lock makes sure that no orchestrator works on it meanwhile. */
export async function migrateDatabase(
  config: Config,
): Promise<{ readonly schema: SchemaInfo; readonly takeover: TakeoverReport | null }> {
  const lock = holdInstanceLock(dirname(config.database.path), systemClock.now());
  try {
    const store = await openStore(config);
    try {
      return { schema: await store.schema(), takeover: await store.takeover() };
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}
