/** An installation with years behind it: a batch of the whole catalogue, ended as batches end, and its copies. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadInstalledCatalogue } from '../../src/app/parts/load-targets.ts';
import { loadSites } from '../../src/app/parts/load-sites.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { distributionOf, writeDistribution } from '../../src/core/distribution.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';
import { growHistory } from './grow-history.ts';
import type { Installation } from './installation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export async function withYears({ folder, configFile }: Installation, tasks: number): Promise<void> {
  const { config } = await loadConfig({ file: configFile, environment: {}, workingDirectory: folder });
  const { targets } = await loadInstalledCatalogue(config, await loadSites(config));
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const store = await openSqliteStore({ file: config.database.path, pragmas: { synchronous: 'NORMAL' } });
  const startedAt = Date.now() - 2 * DAY_MS;
  await store.instances.claimPurpose('rehearsal');
  const { id } = await store.batches.planBatch({
    name: { monthYear: 'Nov26', executionNumber: 1 },
    startedAt,
    deadlineAt: startedAt + 14 * DAY_MS,
    timeZone: config.data.time_zone,
    rehearsal: true,
    filters: NO_FILTERS,
    tasks: targets.map((target) => ({
      ...target,
      scraper: target.site.toLowerCase(),
      phase: 'main',
      maxAttempts: 3,
    })),
    estimatedMinutes: null,
  });
  await store.batches.cancelOpenTasks(id, 'to be ended by hand', startedAt + HOUR_MS);
  await store.batches.closeBatch(id, 'completed', startedAt + DAY_MS);
  await store.close();
  endAsBatchesEnd(config.database.path);
  growHistory(config.database.path, tasks);
  await sumUp(config.database.path);
}

/** As the nightly upkeep has done long ago for each of them. */
async function sumUp(file: string): Promise<void> {
  const store = await openSqliteStore({ file, pragmas: { synchronous: 'NORMAL' } });
  const at = Date.now();
  for (const batch of await store.retention.batchesToSum()) await store.retention.summariseBatch(batch, at);
  await store.close();
}

/** Seven of a hundred tasks fail, for several reasons; the others have rows, pages and durations. Its sums are made anew. */
function endAsBatchesEnd(file: string): void {
  const database = new DatabaseSync(file);
  database.function('request_times', (id, pages) =>
    writeDistribution(
      distributionOf(Array.from({ length: Number(pages) }, (_, page) => 150 + ((Number(id) * 37 + page * 211) % 1800))),
    ),
  );
  database.exec(`
    UPDATE scraping_tasks SET
      status = CASE WHEN id % 100 < 5 THEN 'failed' WHEN id % 100 < 7 THEN 'permanently_failed' ELSE 'completed' END,
      verdict = CASE WHEN id % 100 < 5 THEN 'gone' WHEN id % 100 < 7 THEN 'blocked' WHEN id % 10 = 9 THEN 'empty' ELSE 'ok' END,
      error_code = CASE WHEN id % 100 < 5 THEN 'E_NOT_FOUND' WHEN id % 100 < 7 THEN 'E_BLOCKED' END,
      error_message = CASE WHEN id % 100 < 7 THEN 'the portal answered ' || (400 + id % 30) || ' to ' || url END,
      attempts = 1 + id % 3,
      started_at = datetime(created_at, '+' || (id % 1400) || ' minutes') || '.000',
      completed_at = datetime(created_at, '+' || (id % 1400 + 2) || ' minutes') || '.000',
      data_records_extracted = CASE WHEN id % 100 < 7 THEN 0 ELSE id % 400 END,
      pages = 1 + id % 20, busy_ms = 2000 + id % 60000, file_size_bytes = 800 * (id % 400),
      latency_ms = 1050, latencies = request_times(id, 1 + id % 20);
    DELETE FROM task_summaries;
    DELETE FROM batch_summaries;
    UPDATE execution_batches SET
      completed_tasks = (SELECT COUNT(*) FROM scraping_tasks WHERE status = 'completed'),
      failed_tasks = (SELECT COUNT(*) FROM scraping_tasks WHERE status <> 'completed');
  `);
  database.close();
}
