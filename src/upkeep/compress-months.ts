/** CSV files of old batches are compressed; every command still finds and reads them (`outputs` sees to that). */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Outputs, Packing } from '../outputs/contract.ts';
import { readManifest, sha256Of } from '../records/manifest.ts';
import { parseTaskPath, taskPaths } from '../records/tree.ts';
import type { TaskFolder } from '../records/walk-tree.ts';
import type { Store } from '../store/contract.ts';
import type { Log } from '../telemetry/contract.ts';
import { closedBatches, foldersOf } from './closed-batches.ts';
import type { ClosedBatch } from './closed-batches.ts';
import type { Service, Summary } from './service.ts';

export interface CompressDeps {
  readonly outputs: Pick<Outputs, 'list' | 'read' | 'pack'>;
  readonly store: Pick<Store, 'retention' | 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `maintenance.compress_after` */
  readonly afterMs: number;
}

/** Batches that need no further look: `{ Nov26_01: <end of it> }`; one that is closed anew has another end. */
const DONE_NOTE = 'compressed-batches';

export function createMonthCompression(deps: CompressDeps): Service {
  return { name: 'compress-months', runOnce: () => compressOnce(deps) };
}

type Counts = Record<Packing | 'failed', number>;

async function compressOnce(deps: CompressDeps): Promise<Summary> {
  const { outputs, store, clock, log } = deps;
  const now = clock.now();
  const done = ((await store.retention.loadNote(DONE_NOTE))?.value ?? {}) as Record<string, number>;
  const open = (await store.batches.openBatch())?.id;
  const sum: Counts = { packed: 0, packed_before: 0, absent: 0, differs: 0, failed: 0 };
  let batches = 0;
  for (const batch of await closedBatches(outputs, now - deps.afterMs)) {
    // An old batch that a person reopened is being written again.
    if (batch.id === open || done[batch.id] === batch.completedAt) continue;
    const counts = await compressBatch(deps, batch);
    batches += 1;
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
    log.info('batch_compressed', { batch: batch.id, ...counts });
    if (counts.failed + counts.differs > 0) continue;
    done[batch.id] = batch.completedAt;
    await store.retention.saveNote(DONE_NOTE, { at: now, value: done });
  }
  return { batches, compressed: sum.packed, left_as_they_were: sum.differs, failed: sum.failed };
}

async function compressBatch(deps: CompressDeps, batch: ClosedBatch): Promise<Counts> {
  const counts: Counts = { packed: 0, packed_before: 0, absent: 0, differs: 0, failed: 0 };
  for await (const folder of foldersOf(deps.outputs, batch)) {
    for (const name of folder.names) {
      try {
        const packing = await compressFile(deps.outputs, folder, name);
        if (packing !== null) counts[packing] += 1;
        if (packing === 'differs')
          deps.log.warn('file_not_compressed', {
            path: `${folder.path}/${name}`,
            why: 'it is not what its manifest says',
          });
      } catch (error) {
        counts.failed += 1;
        deps.log.error('file_not_compressed', { path: `${folder.path}/${name}`, why: messageOf(error) });
      }
    }
    await setImmediate();
  }
  return counts;
}

/** Null = nothing to compress: a manifest, or a file of somebody else. */
async function compressFile(
  outputs: CompressDeps['outputs'],
  folder: TaskFolder,
  name: string,
): Promise<Packing | null> {
  const path = `${folder.path}/${name}`;
  const place = parseTaskPath(path);
  if (place === null || place.kind === 'manifest') return null;
  if (place.kind === 'rejected') {
    // No manifest speaks of its bytes: it is what it is.
    const bytes = await outputs.read(path);
    return bytes === null ? 'absent' : outputs.pack(path, { bytes: bytes.byteLength, sha256: sha256Of(bytes) });
  }
  const manifestPath = taskPaths(place, place.batch).manifest;
  const manifest = await outputs.read(manifestPath);
  return manifest === null ? 'differs' : outputs.pack(path, readManifest(manifest, manifestPath));
}
