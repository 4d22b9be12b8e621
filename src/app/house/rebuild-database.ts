import { dirname } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import { openLocalOutputs } from '../../outputs/local-files.ts';
import { holdInstanceLock } from '../../store/sqlite/instance-lock.ts';
import { sqliteUpkeep } from '../../store/sqlite/upkeep.ts';
import { batchesInTree, replayTree } from '../../upkeep/rebuild/replay-tree.ts';
import type { ReplayReport } from '../../upkeep/rebuild/replay-tree.ts';
import { dropDatabase, keepAside } from '../../upkeep/restore/set-aside.ts';
import { isRehearsal, openStore } from '../parts/open-parts.ts';

export interface RebuiltDatabase {
  /** Where the former database lies; null = there was none. */
  readonly keptIn: string | null;
  readonly replay: ReplayReport;
}

/**
 * A new database out of the output tree and its journal alone (D9). A kill in the middle is made good by the next start,
 * which finds a database that lacks what the tree has.
 * @throws {Fault} E_INSTANCE_HELD; E_NOTHING_TO_DO when the tree has no journal: the database is then left alone.
 */
export async function rebuildDatabase(config: Config, clock: Clock): Promise<RebuiltDatabase> {
  const { path } = config.database;
  const lock = holdInstanceLock(dirname(path), clock.now());
  try {
    const outputs = await openLocalOutputs(config.data.directory);
    if ((await batchesInTree(outputs)).length === 0) {
      throw new Fault('E_NOTHING_TO_DO', `the output tree ${config.data.directory} has no journal of any batch`, {
        cure: 'Check `data.directory`; a database can only be rebuilt from the tree it filled.',
      });
    }
    const upkeep = sqliteUpkeep(path);
    const present = await upkeep.inspect(path, { depth: 'start', digest: false });
    if (present.state === 'sound') await upkeep.settle(path);
    const keptIn = await keepAside(path, clock.now());
    await dropDatabase(path);
    const store = await openStore(config);
    try {
      const rehearsal = isRehearsal(config);
      const replay = await replayTree({
        outputs,
        store,
        clock,
        timeZone: config.data.time_zone,
        rehearsal,
        actor: 'rebuild',
      });
      await store.instances.claimPurpose(rehearsal ? 'rehearsal' : 'real');
      return { keptIn, replay };
    } finally {
      await store.close();
    }
  } finally {
    lock.release();
  }
}
