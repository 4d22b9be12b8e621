/** A small installation for the tests of upkeep: a database with work in it, an output tree, sites, catalogue, config. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '../../src/core/clock.ts';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import type { Outputs } from '../../src/outputs/contract.ts';
import type { Store, StoreUpkeep } from '../../src/store/contract.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { sqliteUpkeep } from '../../src/store/sqlite/upkeep.ts';
import type { Log, LogFields } from '../../src/telemetry/contract.ts';
import type { BackupServiceDeps } from '../../src/upkeep/backup/backup-service.ts';
import { completed, planned, T0 } from '../store/given.ts';

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

export function installation(t: Pick<TestContext, 'after'>): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'upkeep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  for (const name of ['tree', 'urls', 'sites', 'backups']) mkdirSync(at(name));
  writeFileSync(at('config.yaml'), 'data:\n  time_zone: America/Mexico_City\n');
  writeFileSync(at('urls/inm24_urls.csv'), 'PaginaWeb,Ciudad,Operación,ProductoPaginaWeb,URL\n');
  writeFileSync(at('sites/mine.yaml'), 'site: Mine\n');
  const database = at('orchestrator.db');
  const upkeep = sqliteUpkeep(database);
  const clock = testClock();
  const log = recordingLog();
  return {
    folder,
    database,
    tree: at('tree'),
    backups: at('backups'),
    clock,
    log,
    upkeep,
    backup: {
      upkeep,
      folder: at('backups'),
      keyFile: at('backup.key'),
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
