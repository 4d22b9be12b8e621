import type { Command } from 'commander';
import { openReports } from '../../app/parts/open-reports.ts';
import { migrateDatabase } from '../../app/house/migrate-database.ts';
import type { SchemaInfo } from '../../app/contract.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { cliLanguage, command, commandGroup } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';

const WORDS = {
  en: {
    group: 'The database: its version and its migrations.',
    version: 'Version of the database and of this program.',
    migrate: "Bring the database to this version; takes over the first system's one.",
    taken: (batches: number, tasks: number, rows: number): string =>
      `Taken over: ${batches} batches and ${tasks} tasks that were left open are closed, ${rows} rows repaired.`,
    head: (version: number, latest: number): string => `Database version ${version} of ${latest}`,
  },
  es: {
    group: 'La base de datos: su versión y sus migraciones.',
    version: 'Versión de la base de datos y de este programa.',
    migrate: 'Lleva la base de datos a esta versión; adopta la del primer sistema.',
    taken: (batches: number, tasks: number, rows: number): string =>
      `Adoptada: se cerraron ${batches} lotes y ${tasks} tareas que quedaron abiertos, y se repararon ${rows} filas.`,
    head: (version: number, latest: number): string => `Base de datos en versión ${version} de ${latest}`,
  },
} as const;

export function addDb(parent: Command): void {
  const words = WORDS[cliLanguage()];
  const db = commandGroup(parent, 'db', words.group);
  command<CommonOptions>(
    db,
    'version',
    words.version,
    (made) => made,
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const reader = await openReports(config);
      try {
        await show(await reader.schema(), options.json ?? false);
      } finally {
        await reader.close();
      }
      return EXIT.ok;
    },
  );
  command<CommonOptions>(
    db,
    'migrate',
    words.migrate,
    (made) => made,
    async (options) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const { schema, takeover } = await migrateDatabase(config);
      await show(schema, options.json ?? false);
      if (takeover !== null && !(options.json ?? false)) {
        console.log(words.taken(takeover.closedBatches, takeover.closedTasks, takeover.repairedRows));
      }
      return EXIT.ok;
    },
  );
}

async function show(schema: SchemaInfo, json: boolean): Promise<void> {
  const tell = await sentencesIn(cliLanguage());
  if (json) {
    console.log(JSON.stringify(schema));
    return;
  }
  console.log(`${WORDS[cliLanguage()].head(schema.version, schema.latest)} (SQLite ${schema.sqliteVersion})`);
  for (const { version, description, appliedAt } of schema.applied)
    console.log(`  ${String(version).padStart(3, '0')}  ${appliedAt}  ${tell(description)}`);
}
