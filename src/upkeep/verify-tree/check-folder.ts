/** The files of one folder of the tree, held against their manifests. */
import { messageOf } from '../../core/errors.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { readManifest, verifyCsv } from '../../records/manifest.ts';
import type { Manifest } from '../../records/manifest.ts';
import { parseTaskPath, taskPaths } from '../../records/tree.ts';
import type { ParsedTaskPath, TaskPaths } from '../../records/tree.ts';
import type { TaskFolder } from '../../records/walk-tree.ts';
import { treeProblem } from './tree-problem.ts';
import type { ProblemKind, TreeProblem } from './tree-problem.ts';

export interface FolderCheck {
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly TreeProblem[];
}

const PACKED = /\.zst$/;

/** Names that are no task's are somebody else's, and left alone. */
export async function checkFolder(
  outputs: Pick<Outputs, 'read' | 'exists'>,
  folder: TaskFolder,
  now: number,
): Promise<FolderCheck> {
  const places = new Map<string, ParsedTaskPath>();
  for (const name of folder.names) {
    const place = parseTaskPath(`${folder.path}/${name.replace(PACKED, '')}`);
    if (place !== null) places.set(`${place.phase}-${place.ordinal}`, place);
  }
  const present = new Set(folder.names.map((name) => `${folder.path}/${name.replace(PACKED, '')}`));
  let files = 0;
  let bytes = 0;
  const problems: TreeProblem[] = [];
  for (const place of places.values()) {
    const checked = await checkTask(outputs, taskPaths(place, place.batch), present, now);
    files += 1;
    bytes += checked.bytes;
    problems.push(...checked.problems);
  }
  return { files, bytes, problems };
}

interface TaskCheck {
  readonly bytes: number;
  readonly problems: readonly TreeProblem[];
}

async function checkTask(
  outputs: Pick<Outputs, 'read' | 'exists'>,
  paths: TaskPaths,
  present: ReadonlySet<string>,
  now: number,
): Promise<TaskCheck> {
  const problem = (kind: ProblemKind, path: string, what: string): TaskCheck => ({
    bytes: 0,
    problems: [treeProblem(kind, path, what, now)],
  });
  if (!present.has(paths.manifest))
    return problem('half', present.has(paths.csv) ? paths.csv : paths.rejected, 'it has no manifest');
  let manifest: Manifest;
  let csv: Uint8Array | null;
  try {
    manifest = readManifest((await outputs.read(paths.manifest)) ?? new Uint8Array(), paths.manifest);
  } catch (error) {
    return problem('unreadable', paths.manifest, messageOf(error));
  }
  try {
    csv = await outputs.read(paths.csv);
  } catch (error) {
    return problem('unreadable', paths.csv, messageOf(error));
  }
  if (csv === null) return problem('missing', paths.csv, `its manifest is there, with ${manifest.rows} rows`);
  const difference = verifyCsv(csv, manifest);
  if (difference !== null) return { ...problem('changed', paths.csv, difference), bytes: csv.byteLength };
  if (manifest.rejected > 0 && !present.has(paths.rejected))
    return {
      ...problem('missing', paths.rejected, `the manifest speaks of ${manifest.rejected} rejected rows`),
      bytes: csv.byteLength,
    };
  return { bytes: csv.byteLength, problems: [] };
}
