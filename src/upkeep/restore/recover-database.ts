/**
 * What a start does before it opens the database: it never works on a broken one, and never begins an empty one where
 * there was data (F24–F26). Two halves, each of which may be killed and simply happens again:
 *
 *   1. here, on files: a broken database is set aside, the newest good backup takes its place;
 *   2. `replayTree`, on the open store: what the output tree knows and the database does not is added.
 */
import { rm } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';
import { Fault, isFault } from '../../core/errors.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Inspection, StoreUpkeep } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { listBackups, readText } from '../backup/backup-folder.ts';
import type { ListedBackup } from '../backup/backup-folder.ts';
import { readKey } from '../backup/backup-manifest.ts';
import { markDamaged } from '../backup/prune-backups.ts';
import { batchesInTree } from '../rebuild/replay-tree.ts';
import { behindTree } from './behind-tree.ts';
import { choiceFile, restoreDatabase } from './restore-database.ts';
import { dropDatabase, keepAside } from './set-aside.ts';

export interface RecoverDeps {
  readonly upkeep: StoreUpkeep;
  readonly outputs: Outputs;
  readonly database: string;
  /** Folder and key of the backups. */
  readonly backups: string;
  readonly keyFile: string;
  readonly clock: Clock;
  readonly log: Log;
  /** `--accept-empty`: a person says that there is nothing to save. */
  readonly acceptEmpty: boolean;
}

/** What the first half found and did. */
export interface Recovery {
  /** Why; null = the schema is an older one, and the tree is compared after its migration. */
  readonly problem: string | null;
  /** Where the database lies that was set aside. */
  readonly keptIn: string | null;
  /** The backup that was restored, and the moment it shows. */
  readonly backup: { readonly name: string; readonly createdAt: string } | null;
  /** Backups that were tried first and could not be restored. */
  readonly refused: readonly string[];
}

type VerifiedBackup = Extract<ListedBackup, { state: 'verified' }>;

/**
 * @returns null when there is nothing to recover.
 * @throws {Fault} E_STORE_CORRUPT when the database is broken and there is neither a backup nor a tree to take its place.
 */
export async function recoverDatabase(deps: RecoverDeps): Promise<Recovery | null> {
  const found = await deps.upkeep.inspect(deps.database, { depth: 'start', digest: false });
  switch (found.state) {
    // The store refuses the first two by name, and takes over the last.
    case 'newer':
    case 'foreign':
    case 'old program':
      return null;
    case 'older':
      return { problem: null, keptIn: null, backup: null, refused: [] };
    case 'sound':
      return catchUp(deps, found);
    case 'missing':
      return (await hadData(deps)) ? replace(deps, 'it is missing, and there was data') : null;
    case 'broken':
      return replace(deps, found.problem);
  }
}

async function hadData(deps: RecoverDeps): Promise<boolean> {
  if ((await batchesInTree(deps.outputs)).length > 0) return true;
  return (await restorable(deps)).length > 0;
}

/** A sound database that lacks what the tree has: a later backup is a better beginning, unless a person chose this one. */
async function catchUp(deps: RecoverDeps, found: Extract<Inspection, { state: 'sound' }>): Promise<Recovery | null> {
  const { batches, tasks } = await behindTree(deps.outputs, found);
  if (batches.length === 0 && tasks === 0) return null;
  const lacks = [
    ...(batches.length === 0 ? [] : [`the batches ${batches.join(', ')}`]),
    ...(tasks === 0 ? [] : [`the end of ${tasks} tasks`]),
  ];
  const problem = `it lacks ${lacks.join(' and ')} that the output tree has`;
  const chosen = (await readText(choiceFile(deps.database))) !== null;
  const later = chosen
    ? []
    : (await restorable(deps)).filter(
        ({ manifest }) => manifest.database.content.lastEventAt > found.content.lastEventAt,
      );
  const restored = await restoreFirst(deps, later);
  return { problem, ...restored };
}

async function replace(deps: RecoverDeps, problem: string): Promise<Recovery> {
  deps.log.error('database_broken', { file: deps.database, problem });
  const restored = await restoreFirst(deps, await restorable(deps));
  if (restored.backup !== null) return { problem, ...restored };
  const inTree = await batchesInTree(deps.outputs);
  if (inTree.length === 0 && !deps.acceptEmpty) throw nothingLeft(deps, problem, restored.refused);
  const keptIn = await keepAside(deps.database, deps.clock.now());
  await dropDatabase(deps.database);
  await rm(choiceFile(deps.database), { force: true });
  return { problem, ...restored, keptIn };
}

function nothingLeft(deps: RecoverDeps, problem: string, refused: readonly string[]): Fault {
  const tried = refused.length === 0 ? '' : ` (refused: ${refused.join(', ')})`;
  return new Fault(
    'E_STORE_CORRUPT',
    `${deps.database} cannot be used: ${problem}; there is no good backup in ${deps.backups}${tried}, and nothing in the output tree`,
    {
      file: deps.database,
      cure: 'Put a backup into the folder named. Only when there is nothing to save: start once with --accept-empty; the file is kept in quarantine/.',
    },
  );
}

/** Good backups, newest first. Without this installation's key none is: whose it is, a person must say. */
async function restorable({ backups, keyFile }: RecoverDeps): Promise<readonly VerifiedBackup[]> {
  const key = await readKey(keyFile);
  if (key === null) return [];
  return (await listBackups(backups, key)).filter((backup): backup is VerifiedBackup => backup.state === 'verified');
}

type Restored = Pick<Recovery, 'backup' | 'refused' | 'keptIn'>;

async function restoreFirst(deps: RecoverDeps, candidates: readonly VerifiedBackup[]): Promise<Restored> {
  const refused: string[] = [];
  for (const { name, manifest } of candidates) {
    try {
      const { upkeep, database, backups: folder, clock } = deps;
      const { keptIn } = await restoreDatabase({ upkeep, database, folder, now: clock.now() }, manifest, false);
      return { backup: { name, createdAt: manifest.createdAt }, refused, keptIn };
    } catch (error) {
      // A full disk is no fault of the backup: the start fails, and the next one tries again.
      if (!isFault(error) || error.code !== 'E_BACKUP') throw error;
      deps.log.error('backup_refused', { backup: name, error: error.message });
      await markDamaged(deps.backups, name, error);
      refused.push(name);
    }
  }
  return { backup: null, refused, keptIn: null };
}
