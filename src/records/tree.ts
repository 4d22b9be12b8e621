/**
 * Where a task's files lie in the tree, and back: `CyT/Gdl/Ven/Dep/Sep25/01/CyT_Gdl_Ven_Dep_Sep25_01.csv`.
 * Every part is a code (no `/`, no leading dot), so a path can neither leave the tree nor meet `.staging` and
 * `.orchestrator`; and because the folder names all six parts, two tasks of the tree never share a file.
 */
import { batchId, executionFolder, parseBatchId, type BatchName } from '../core/batch.ts';
import { assertCode, isCode, type Phase } from '../core/codes.ts';
import { Fault } from '../core/errors.ts';
import type { Task } from '../core/task.ts';

/** What decides a task's place in the tree of its batch. */
export type TaskPlace = Pick<Task, 'site' | 'city' | 'operation' | 'product' | 'phase' | 'ordinal'>;

/** Paths relative to the tree's root, `/`-separated. */
export interface TaskPaths {
  readonly folder: string;
  readonly csv: string;
  /** The mark that the CSV is whole; published last (D18). */
  readonly manifest: string;
  /** Only there when at least one row was rejected (D20). */
  readonly rejected: string;
}

/** A file of the tree before it is written: what `outputs` publishes. */
export interface TreeFile {
  readonly path: string;
  readonly content: Uint8Array;
}

export type TaskFileKind = 'csv' | 'manifest' | 'rejected';

export interface ParsedTaskPath extends TaskPlace {
  readonly batch: BatchName;
  readonly kind: TaskFileKind;
}

const ENDINGS: Readonly<Record<TaskFileKind, string>> = {
  csv: '.csv',
  manifest: '.manifest.json',
  rejected: '_rejected.csv',
};

/**
 * The files of a task. The second and later targets of one (site, city, operation, product) get `-2`, `-3` … (D7).
 * @throws {Fault} E_CODE when a part is no code, the ordinal is no count or the batch has no valid name.
 */
export function taskPaths(task: TaskPlace, batch: BatchName): TaskPaths {
  const codes = [
    assertCode('site', task.site),
    assertCode('city', task.city),
    assertCode('operation', task.operation),
    assertCode('product', task.product),
    ...batchFolders(batch),
  ];
  if (!Number.isSafeInteger(task.ordinal) || task.ordinal < 1) {
    throw new Fault('E_CODE', `ordinal ${task.ordinal} is not a whole number from 1 on`);
  }
  const folder = codes.join('/');
  const stem = `${folder}/${codes.join('_')}${suffix(task.phase, task.ordinal)}`;
  return {
    folder,
    csv: stem + ENDINGS.csv,
    manifest: stem + ENDINGS.manifest,
    rejected: stem + ENDINGS.rejected,
  };
}

/**
 * Reads a path of the tree back; null when no task of ours has it. Folders of the English months that older
 * programs wrote are understood (D28).
 */
export function parseTaskPath(path: string): ParsedTaskPath | null {
  const parts = path.split('/');
  const file = parts.pop();
  const [site = '', city = '', operation = '', product = '', month = '', execution = ''] = parts;
  if (parts.length !== 6 || file === undefined || ![site, city, operation, product].every(isCode)) return null;
  const batch = parseBatchId(`${month}_${execution}`);
  if (batch === null || executionFolder(batch.executionNumber) !== execution) return null;

  const stem = parts.join('_');
  if (!file.startsWith(stem)) return null;
  const match = /^(?:-([2-9]|[1-9]\d{1,14}))?(_det)?(\.csv|\.manifest\.json|_rejected\.csv)$/.exec(
    file.slice(stem.length),
  );
  if (match === null) return null;
  const phase: Phase = match[2] === undefined ? 'main' : 'detail';
  const ordinal = match[1] === undefined ? 1 : Number(match[1]);
  return { site, city, operation, product, phase, ordinal, batch, kind: kindOf(match[3]) };
}

/** `Sep25`, `01`: the two folders of a batch. @throws {Fault} E_CODE when `batch` has no valid name. */
function batchFolders(batch: BatchName): readonly [string, string] {
  const id = batchId(batch);
  const parsed = parseBatchId(id);
  // English month names are read, never written; anything else here would make a path that cannot be read back.
  if (
    parsed === null ||
    parsed.monthYear !== batch.monthYear ||
    !Number.isSafeInteger(batch.executionNumber) ||
    parsed.executionNumber !== batch.executionNumber
  ) {
    throw new Fault('E_CODE', `batch ${JSON.stringify(id)} is not a batch id such as Nov26_01`);
  }
  return [batch.monthYear, executionFolder(batch.executionNumber)];
}

function suffix(phase: Phase, ordinal: number): string {
  return (ordinal === 1 ? '' : `-${ordinal}`) + (phase === 'detail' ? '_det' : '');
}

function kindOf(ending: string | undefined): TaskFileKind {
  if (ending === ENDINGS.csv) return 'csv';
  return ending === ENDINGS.manifest ? 'manifest' : 'rejected';
}
