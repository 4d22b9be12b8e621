/** A small installation for the tests of upkeep: a database with work in it, an output tree, sites, catalogue, config. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { backupKeyFile } from '../../src/app/parts/open-backups.ts';
import type { Config } from '../../src/config/contract.ts';
import { parseConfig } from '../../src/config/load.ts';
import { taskKey } from '../../src/core/task.ts';
import type { Task } from '../../src/core/task.ts';
import type { Clock } from '../../src/core/clock.ts';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import type { Outputs } from '../../src/outputs/contract.ts';
import type { Store, StoreUpkeep } from '../../src/store/contract.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { sqliteUpkeep } from '../../src/store/sqlite/upkeep.ts';
import type { Log, LogFields } from '../../src/telemetry/contract.ts';
import type { BackupServiceDeps } from '../../src/upkeep/backup/backup-service.ts';
import { manifestBytes, sha256Of } from '../../src/records/manifest.ts';
import { outcomeFile, planFile } from '../../src/records/journal.ts';
import { taskPaths } from '../../src/records/tree.ts';
import { batchPlan, completed, leased, page, planned, plannedTask, settled, settlement, T0 } from '../store/given.ts';

export const DAY = 24 * 60 * 60 * 1000;

/** A clock that a test moves. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function testClock(start = T0): TestClock {
  let now = start;
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: async () => undefined,
    advance: (ms) => {
      now += ms;
    },
  };
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export function recordingLog(): Log & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields });
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export interface Installation {
  readonly folder: string;
  readonly config: Config;
  readonly database: string;
  readonly tree: string;
  readonly backups: string;
  readonly clock: TestClock;
  readonly log: ReturnType<typeof recordingLog>;
  readonly upkeep: StoreUpkeep;
  readonly backup: BackupServiceDeps;
  openStore(): Promise<Store>;
  openOutputs(): Promise<Outputs>;
}

/** @param like another one: this begins as its copy, to the last file and its times. */
export function installation(t: Pick<TestContext, 'after'>, like?: Installation): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'upkeep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  if (like !== undefined) cpSync(like.folder, folder, { recursive: true, preserveTimestamps: true });
  for (const name of ['tree', 'urls', 'sites', 'backups']) mkdirSync(at(name), { recursive: true });
  const text = [
    `database: { path: ${at('orchestrator.db')} }`,
    `data: { directory: ${at('tree')}, urls: ${at('urls')}, time_zone: America/Mexico_City }`,
    `scrapers: { definitions: [${at('sites')}] }`,
    `backup: { directory: ${at('backups')}, retention_days: 30 }`,
    '',
  ].join('\n');
  writeFileSync(at('config.yaml'), text);
  const { config } = parseConfig(text, at('config.yaml'), { environment: {}, workingDirectory: folder });
  writeFileSync(at('urls/inm24_urls.csv'), 'PaginaWeb,Ciudad,Operación,ProductoPaginaWeb,URL\n');
  writeFileSync(at('sites/mine.yaml'), 'site: Mine\n');
  const database = at('orchestrator.db');
  const upkeep = sqliteUpkeep(database);
  const clock = testClock();
  const log = recordingLog();
  return {
    folder,
    config,
    database,
    tree: at('tree'),
    backups: at('backups'),
    clock,
    log,
    upkeep,
    backup: {
      upkeep,
      folder: at('backups'),
      keyFile: backupKeyFile(config),
      sources: { config: at('config.yaml'), definitions: [at('sites')], catalogue: at('urls'), tree: at('tree') },
      retentionDays: 30,
      timeZone: 'America/Mexico_City',
      clock,
      log,
    },
    openStore: () => openSqliteStore({ file: database }),
    openOutputs: () => openLocalOutputs(at('tree')),
  };
}

/** A batch of `tasks` tasks, the first of which is complete. */
export async function withWork(store: Store, tasks = 3): Promise<void> {
  const [first] = await planned(store, tasks);
  if (first !== undefined) await completed(store, first.id);
}

const CSV = Buffer.from('listing_id\n1\n');

/** The journal entry of a plan, as the coordinator writes it. */
export async function journalPlan(store: Store, outputs: Outputs, id: string): Promise<void> {
  const batch = await store.batches.findBatch(id);
  if (batch === null) throw new Error(`no batch ${id}`);
  const { monthYear, executionNumber, startedAt, deadlineAt, timeZone, rehearsal, filters } = batch;
  const tasks = await store.reports.listTasks({ batch: id });
  await outputs.publish([
    planFile({ batch: { id, monthYear, executionNumber, startedAt, deadlineAt, timeZone, rehearsal, filters }, tasks }),
  ]);
}

/** Completes a task as an agent does: pages, files with the manifest last, settle. `settle` = false: a crash before it. */
export async function publishTask(store: Store, outputs: Outputs, id: number, settle = true): Promise<Task> {
  const { lease, resume, task } = await leased(store, id);
  await store.tasks.commitPage(lease, resume.generation, page(1, true));
  const batch = await store.batches.findBatch(task.batch);
  if (batch === null) throw new Error(`no batch ${task.batch}`);
  const paths = taskPaths(task, batch);
  const intent = { sha256: sha256Of(CSV), bytes: CSV.byteLength, rows: 1, rejectedRows: 0, outputPath: paths.csv };
  await store.tasks.pagesToPublish(lease);
  const end = settlement(lease, { verdict: 'ok', publish: intent });
  const manifest = manifestBytes({
    rows: 1,
    bytes: intent.bytes,
    sha256: intent.sha256,
    batch: task.batch,
    task: taskKey(task),
    attempt: task.attempts,
    site: task.site,
    definition: '',
    startedAt: new Date(T0).toISOString(),
    completedAt: new Date(end.at).toISOString(),
    verdict: 'ok',
    truncated: null,
    url: task.url,
    pages: 1,
    duplicates: 0,
    filled: {},
    gapSuspected: false,
    rejected: 0,
    emptied: {},
    robots: 'respect',
    columns: 'standard',
    skippedUnchanged: 0,
    version: '0',
  });
  const after: Task = {
    ...task,
    status: 'completed',
    completedAt: end.at,
    verdict: 'ok',
    outputPath: paths.csv,
    rows: 1,
    pages: 1,
    fileBytes: intent.bytes,
  };
  await outputs.publish([
    { path: paths.csv, content: CSV },
    outcomeFile(after),
    { path: paths.manifest, content: manifest },
  ]);
  if (settle) await settled(store, end);
  return after;
}

/** A batch with a completed task, a failed one, one that waits and one in the middle of its pages; all of it in the tree. */
export async function workInTree(made: Installation): Promise<void> {
  const store = await made.openStore();
  const outputs = await made.openOutputs();
  await store.instances.claimPurpose('real');
  const { id } = await store.batches.planBatch(
    batchPlan([1, 2, 3, 4].map((order) => plannedTask(order, { ordinal: order }))),
  );
  await journalPlan(store, outputs, id);
  const [first, second, third] = await store.reports.listTasks({ batch: id });
  if (first === undefined || second === undefined || third === undefined) throw new Error('no tasks');
  await publishTask(store, outputs, first.id);
  const failing = await leased(store, second.id);
  const failed = await settled(
    store,
    settlement(failing.lease, { step: 'fail', verdict: 'gone', code: 'E_NOT_FOUND', message: 'gone' }),
  );
  await outputs.publish([outcomeFile(failed)]);
  const { lease, resume } = await leased(store, third.id);
  await store.tasks.commitPage(lease, resume.generation, page(1));
  await store.close();
}
