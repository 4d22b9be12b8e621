/**
 * A batch's journal in the tree (D9): what `rebuild` needs besides the manifests. Files are only ever written whole
 * through `outputs`, so one that is there is complete:
 *
 *   .orchestrator/Nov26_01/plan.jsonl               the batch, then all its tasks, one a line
 *   .orchestrator/Nov26_01/outcomes/inm24/17.json   how a task ended, failed ones too; a later end replaces it (a power
 *                                                   cut may take that of a main task, whose manifest says the same)
 *   .orchestrator/Nov26_01/rows/inm24/17.jsonl.zst  the full rows, when the CSV's profile is not `standard`
 *   .orchestrator/Nov26_01/fields.jsonl             how many rows had each field (field-fills.ts)
 *   .orchestrator/Nov26_01/close.json               the end of the batch; gone or old while it is open
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { parseBatchId, batchId, type Batch, type BatchStatus } from '../core/batch.ts';
import { assertCode } from '../core/codes.ts';
import { Fault, messageOf } from '../core/errors.ts';
import type { Row } from '../core/listing.ts';
import type { PlannedTask, Task } from '../core/task.ts';
import type { TreeFile } from './tree.ts';

export const JOURNAL_FOLDER = '.orchestrator';

/** The batch as it was planned. */
export type JournalBatch = Pick<
  Batch,
  'id' | 'monthYear' | 'executionNumber' | 'startedAt' | 'deadlineAt' | 'timeZone' | 'rehearsal' | 'filters'
>;

export interface JournalPlan {
  readonly batch: JournalBatch;
  readonly tasks: readonly PlannedTask[];
}

/** How a settled task stands: everything `rebuild` cannot read from the CSV and its manifest. */
export type JournalOutcome = Omit<Task, 'id'>;

export interface JournalClose {
  readonly batch: string;
  readonly status: Exclude<BatchStatus, 'running'>;
  readonly startedAt: number;
  readonly completedAt: number;
  readonly totalTasks: number;
  readonly completedTasks: number;
  readonly failedTasks: number;
}

/** Folder of a batch's journal. @throws {Fault} E_CODE when `batch` is no batch id. */
export function journalFolder(batch: string): string {
  const name = parseBatchId(batch);
  if (name === null || batchId(name) !== batch) {
    throw new Fault('E_CODE', `batch ${JSON.stringify(batch)} is not a batch id such as Nov26_01`);
  }
  return `${JOURNAL_FOLDER}/${batch}`;
}

export const planPath = (batch: string): string => `${journalFolder(batch)}/plan.jsonl`;
export const closePath = (batch: string): string => `${journalFolder(batch)}/close.json`;
export const outcomesFolder = (batch: string, scraper: string): string =>
  `${journalFolder(batch)}/outcomes/${assertCode('scraper', scraper)}`;

export function outcomePath(task: Pick<Task, 'batch' | 'scraper' | 'orderNum'>): string {
  return `${outcomesFolder(task.batch, task.scraper)}/${orderOf(task.orderNum)}.json`;
}

export function fullRowsPath(task: Pick<Task, 'batch' | 'scraper' | 'orderNum'>): string {
  return `${journalFolder(task.batch)}/rows/${assertCode('scraper', task.scraper)}/${orderOf(task.orderNum)}.jsonl.zst`;
}

export function planFile(plan: JournalPlan): TreeFile {
  return { path: planPath(plan.batch.id), content: lines([plan.batch, ...plan.tasks]) };
}

/** @throws {Fault} E_IO with file and line when it is damaged. */
export function readPlan(bytes: Uint8Array, file: string): JournalPlan {
  const [batch, ...tasks] = readLines(bytes, file);
  if (batch === undefined) throw damaged(file, 1, 'is empty');
  requireKeys(batch, ['id', 'startedAt', 'deadlineAt', 'timeZone'], file, 1);
  tasks.forEach((task, i) => requireKeys(task, ['scraper', 'site', 'url', 'orderNum', 'ordinal'], file, i + 2));
  return { batch: batch as unknown as JournalBatch, tasks: tasks as unknown as readonly PlannedTask[] };
}

export function outcomeFile(task: Task): TreeFile {
  const { id: _database, ...outcome } = task;
  return { path: outcomePath(task), content: lines([outcome]) };
}

/** @throws {Fault} E_IO when it is damaged. */
export function readOutcome(bytes: Uint8Array, file: string): JournalOutcome {
  const outcome = onlyLine(bytes, file);
  requireKeys(outcome, ['batch', 'scraper', 'orderNum', 'status', 'attempts'], file, 1);
  return outcome as unknown as JournalOutcome;
}

export function closeFile(close: JournalClose): TreeFile {
  return { path: closePath(close.batch), content: lines([close]) };
}

/** @throws {Fault} E_IO when it is damaged. */
export function readClose(bytes: Uint8Array, file: string): JournalClose {
  const close = onlyLine(bytes, file);
  requireKeys(close, ['batch', 'status', 'completedAt', 'totalTasks'], file, 1);
  return close as unknown as JournalClose;
}

/** All rows of a task with all their values, as JSON Lines under Zstandard. */
export function fullRowsFile(task: Pick<Task, 'batch' | 'scraper' | 'orderNum'>, rows: readonly Row[]): TreeFile {
  return { path: fullRowsPath(task), content: zstdCompressSync(lines(rows)) };
}

/** @throws {Fault} E_IO when it is damaged. */
export function readFullRows(bytes: Uint8Array, file: string): readonly Row[] {
  let plain: Uint8Array;
  try {
    plain = zstdDecompressSync(bytes);
  } catch (error) {
    throw damaged(file, undefined, `is no whole Zstandard file: ${messageOf(error)}`, error);
  }
  return readLines(plain, file) as unknown as readonly Row[];
}

/** A journal file's lines: one JSON object each. */
export function journalLines(values: readonly object[]): Uint8Array {
  return lines(values);
}

/** @throws {Fault} E_IO with file and line when it is damaged, or a line lacks one of the keys. */
export function readJournalLines(bytes: Uint8Array, file: string, keys: readonly string[]): readonly Line[] {
  const all = readLines(bytes, file);
  all.forEach((line, i) => requireKeys(line, keys, file, i + 1));
  return all;
}

function orderOf(orderNum: number): number {
  if (Number.isSafeInteger(orderNum) && orderNum > 0) return orderNum;
  throw new Fault('E_CODE', `order number ${orderNum} is not a whole number from 1 on`);
}

function lines(values: readonly unknown[]): Uint8Array {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''), 'utf8');
}

type Line = Readonly<Record<string, unknown>>;

function readLines(bytes: Uint8Array, file: string): readonly Line[] {
  const text = Buffer.from(bytes).toString('utf8');
  if (text === '') return [];
  const texts = text.split('\n');
  if (texts.pop() !== '') throw damaged(file, texts.length + 1, 'ends in the middle of a line');
  return texts.map((line, i) => readLine(line, file, i + 1));
}

function readLine(text: string, file: string, line: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, line, `is no JSON: ${messageOf(error)}`, error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Line;
  throw damaged(file, line, 'is no JSON object');
}

function onlyLine(bytes: Uint8Array, file: string): Line {
  const all = readLines(bytes, file);
  const [line] = all;
  if (line === undefined || all.length > 1) throw damaged(file, 1, `has ${all.length} lines, expected one`);
  return line;
}

function requireKeys(value: Line, keys: readonly string[], file: string, line: number): void {
  for (const key of keys) {
    if (value[key] === undefined || value[key] === null) throw damaged(file, line, `lacks ${key}`);
  }
}

function damaged(file: string, line: number | undefined, what: string, cause?: unknown): Fault {
  const where = line === undefined ? '' : ` line ${line}`;
  return new Fault('E_IO', `journal file ${file}${where} ${what}`, {
    file,
    line,
    cause,
    cure: 'Set the file aside: the batch can then be rebuilt from its manifests, without what only this file knew.',
  });
}
