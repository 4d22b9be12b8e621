import type { Command } from 'commander';
import { openReports } from '../../app/open-reports.ts';
import { migrateDatabase } from '../../app/migrate-database.ts';
import type { SchemaInfo } from '../../app/contract.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';

export function addDb(parent: Command): void {
  const db = parent.command('db').description('The database: its version and its migrations.');
  command<CommonOptions>(
    db,
    'version',
    'Version of the database and of this program.',
    (made) => made,
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reader = await openReports(config);
      try {
        show(await reader.schema(), options.json ?? false);
      } finally {
        await reader.close();
      }
      return EXIT.ok;
    },
  );
  command<CommonOptions>(
    db,
    'migrate',
    "Bring the database to this version; takes over the first system's one.",
    (made) => made,
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const { schema, takeover } = await migrateDatabase(config);
      show(schema, options.json ?? false);
      if (takeover !== null && !(options.json ?? false)) {
        console.log(
          `Taken over: ${takeover.closedBatches} batches and ${takeover.closedTasks} tasks that were left open are closed, ${takeover.repairedRows} rows repaired.`,
        );
      }
      return EXIT.ok;
    },
  );
}

function show(schema: SchemaInfo, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(schema));
    return;
  }
  console.log(`Database version ${schema.version} of ${schema.latest} (SQLite ${schema.sqliteVersion})`);
  for (const { version, description, appliedAt } of schema.applied)
    console.log(`  ${String(version).padStart(3, '0')}  ${appliedAt}  ${description}`);
}
