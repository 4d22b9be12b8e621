/** A small output tree as publishing leaves it, with a store beside it, and a clock that stands where the test says. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '../../../src/core/clock.ts';
import { NO_FILTERS } from '../../../src/core/batch.ts';
import type { BatchName } from '../../../src/core/batch.ts';
import { openLocalOutputs } from '../../../src/outputs/local-files.ts';
import type { Outputs } from '../../../src/outputs/contract.ts';
import { closeFile, planFile } from '../../../src/records/journal.ts';
import { manifestBytes, sha256Of } from '../../../src/records/manifest.ts';
import { taskPaths } from '../../../src/records/tree.ts';
import type { TaskPlace } from '../../../src/records/tree.ts';
import type { Store } from '../../../src/store/contract.ts';
import type { Log } from '../../../src/telemetry/contract.ts';
import { temporaryDirectory } from '../../store/given.ts';
import { openFile } from '../../store/sqlite-store.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 22, 9);

export interface TreeScene {
  readonly root: string;
  readonly file: string;
  readonly outputs: Outputs;
  readonly store: Store;
  readonly clock: Clock & { time: number };
  readonly log: Log;
  /** `event` of each line that was logged. */
  readonly logged: {
    readonly level: string;
    readonly event: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  /** Publishes a task's CSV of `rows` lines and its manifest; returns the path of the CSV. */
  publish(batch: BatchName, place: Partial<TaskPlace>, rows?: number, rejected?: number): Promise<string>;
  /** The journal of a batch that ended `ageDays` ago. */
  close(batch: BatchName, ageDays: number): Promise<string>;
}

export async function treeScene(t: TestContext): Promise<TreeScene> {
  const root = join(temporaryDirectory(t), 'Base_de_Datos');
  const outputs = await openLocalOutputs(root);
  const { store, file } = await openFile(t);
  const clock = { time: NOW, now: () => clock.time, monotonic: () => clock.time, sleep: async () => undefined };
  const logged: TreeScene['logged'] = [];
  const log = Object.fromEntries(
    (['debug', 'info', 'warn', 'error'] as const).map((level) => [
      level,
      (event: string, fields = {}) => void logged.push({ level, event, fields }),
    ]),
  ) as unknown as Log;
  const publish: TreeScene['publish'] = async (batch, part, rows = 3, rejected = 0) => {
    const place = {
      site: 'CyT',
      city: 'Gdl',
      operation: 'Ven',
      product: 'Dep',
      phase: 'main',
      ordinal: 1,
      ...part,
    } as const;
    const paths = taskPaths(place, batch);
    const csv = Buffer.from(
      `listing_id,title\r\n${Array.from({ length: rows }, (_, i) => `${i},"Casa ñ ${place.product}"\r\n`).join('')}`,
    );
    const manifest = manifestBytes({
      rows,
      rejected,
      bytes: csv.byteLength,
      sha256: sha256Of(csv),
      batch: idOf(batch),
      task: 'cyt:1',
      attempt: 1,
      site: place.site,
      definition: 'd',
      startedAt: new Date(NOW).toISOString(),
      completedAt: new Date(NOW).toISOString(),
      verdict: 'ok',
      truncated: null,
      url: 'https://x.mx/',
      pages: 1,
      duplicates: 0,
      filled: {},
      gapSuspected: false,
      emptied: {},
      robots: 'respect',
      columns: 'standard',
      skippedUnchanged: 0,
      version: '1',
    });
    const rejects = rejected === 0 ? [] : [{ path: paths.rejected, content: Buffer.from('reason\r\nno id\r\n') }];
    await outputs.publish([...rejects, { path: paths.csv, content: csv }, { path: paths.manifest, content: manifest }]);
    return paths.csv;
  };
  const close: TreeScene['close'] = async (batch, ageDays) => {
    const id = idOf(batch);
    const completedAt = NOW - ageDays * DAY;
    await outputs.publish([
      planFile({
        batch: {
          ...batch,
          id,
          startedAt: completedAt,
          deadlineAt: completedAt,
          timeZone: 'UTC',
          rehearsal: false,
          filters: NO_FILTERS,
        },
        tasks: [],
      }),
      closeFile({
        batch: id,
        status: 'completed',
        startedAt: completedAt,
        completedAt,
        totalTasks: 1,
        completedTasks: 1,
        failedTasks: 0,
      }),
    ]);
    return id;
  };
  return { root, file, outputs, store, clock, log, logged, publish, close };
}

export const batch = (monthYear: string, executionNumber = 1): BatchName => ({ monthYear, executionNumber });
const idOf = ({ monthYear, executionNumber }: BatchName): string =>
  `${monthYear}_${String(executionNumber).padStart(2, '0')}`;

/** Names of all files below a folder, journal and staging left out. */
export function filesIn(root: string): readonly string[] {
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.') && fs.statSync(join(root, name)).isFile())
    .sort();
}
