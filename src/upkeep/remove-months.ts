/**
 * Files of batches older than `maintenance.keep_months` leave the tree, but only those that are in the history *and* in
 * a verified archive (D10): until both say so nothing is removed, and the summary says why. The journal stays; it says
 * that the files left, so that their absence is no damage. An interrupted removal goes on at the next run.
 */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import type { Outputs } from '../outputs/contract.ts';
import { readRemoved, removedFile, removedPath } from '../records/removed.ts';
import { parseTaskPath } from '../records/tree.ts';
import type { Log } from '../telemetry/contract.ts';
import { monthsBefore } from './calendar.ts';
import { closedBatches, foldersOf } from './closed-batches.ts';
import type { ClosedBatch } from './closed-batches.ts';
import type { Service, Summary } from './service.ts';

/** Who vouches that nothing is lost with a batch's files. Each answers null, or why it does not vouch. */
export interface RemovalEvidence {
  missingFromHistory(batch: string): Promise<string | null>;
  missingFromArchive(batch: string): Promise<string | null>;
}

/** Nobody vouches yet: nothing is ever removed. */
export const NO_EVIDENCE: RemovalEvidence = {
  missingFromHistory: async () => 'no history of listings is kept yet',
  missingFromArchive: async () => 'no archive of old months is kept yet',
};

export interface RemoveMonthsDeps {
  readonly outputs: Pick<Outputs, 'list' | 'read' | 'exists' | 'remove' | 'removeEmptyFolder' | 'publish'>;
  readonly evidence: RemovalEvidence;
  readonly clock: Clock;
  readonly log: Log;
  readonly keepMonths: number;
}

export function createMonthRemoval(deps: RemoveMonthsDeps): Service {
  return { name: 'remove-months', runOnce: () => removeOnce(deps) };
}

async function removeOnce(deps: RemoveMonthsDeps): Promise<Summary> {
  const { outputs, clock, log } = deps;
  const reasons = new Set<string>();
  let [removed, files, kept] = [0, 0, 0];
  for (const batch of await closedBatches(outputs, monthsBefore(clock.now(), deps.keepMonths))) {
    const state = await removalState(outputs, batch.id);
    if (state === 'removed') continue;
    const why = state === 'leaving' ? null : await whyKept(deps.evidence, batch.id);
    if (why !== null) {
      kept += 1;
      reasons.add(why);
      continue;
    }
    const left = await removeBatch(deps, batch);
    removed += 1;
    files += left;
    log.warn('month_removed', { batch: batch.id, files: left });
  }
  const summary = {
    removed_batches: removed,
    removed_files: files,
    kept_batches: kept,
    kept_because: [...reasons].join('; ') || null,
  };
  if (kept > 0) log.info('months_kept', summary);
  return summary;
}

async function removalState(
  outputs: RemoveMonthsDeps['outputs'],
  batch: string,
): Promise<'leaving' | 'removed' | null> {
  const bytes = await outputs.read(removedPath(batch));
  return bytes === null ? null : readRemoved(bytes, removedPath(batch)).state;
}

async function whyKept(evidence: RemovalEvidence, batch: string): Promise<string | null> {
  const reasons = [await evidence.missingFromHistory(batch), await evidence.missingFromArchive(batch)];
  const said = reasons.filter((reason) => reason !== null);
  return said.length === 0 ? null : said.join(', and ');
}

/** The mark in the journal comes before the first file goes: a manifest without its CSV is never unexplained. */
async function removeBatch({ outputs, clock }: RemoveMonthsDeps, batch: ClosedBatch): Promise<number> {
  const mark = (state: 'leaving' | 'removed', files: number): Promise<void> =>
    outputs.publish([removedFile({ batch: batch.id, state, at: new Date(clock.now()).toISOString(), files })]);
  await mark('leaving', 0);
  let files = 0;
  for await (const folder of foldersOf(outputs, batch)) {
    for (const name of folder.names) {
      const path = `${folder.path}/${name.replace(/\.zst$/, '')}`;
      // What no task of ours made is not ours to remove.
      if (parseTaskPath(path) === null) continue;
      await outputs.remove(path);
      files += 1;
    }
    await outputs.removeEmptyFolder(folder.path);
    await setImmediate();
  }
  await mark('removed', files);
  return files;
}
