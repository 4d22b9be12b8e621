import { Fault } from '../../core/errors.ts';
import type { MigrationDatabase } from '../migrations/migration.ts';
import { LATEST_VERSION } from '../migrations/latest-version.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import type { Connection } from './connection.ts';
import { markAsOurs, versionOf } from './identity.ts';

/** Before this migration the rows are the old program's, which checked nothing. */
const CONSTRAINED_FROM = 4;

/**
 * Applies what is missing, each migration in its own transaction: an interruption leaves the database between two of
 * them, and the next start goes on. Foreign keys are off meanwhile (tables are rebuilt) and checked before each commit.
 * They are dated by the database's own clock, as the user's `applied_at` is.
 */
export function applyMigrations(connection: Connection): void {
  const current = versionOf(connection);
  const missing = MIGRATIONS.filter(({ version }) => version > current);
  if (missing.length === 0) return;
  const at = Number(connection.value("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)"));
  connection.exec('PRAGMA foreign_keys = OFF');
  try {
    for (const { version, description, apply } of missing) {
      inTransaction(connection, () => {
        connection.exec(`
          CREATE TABLE IF NOT EXISTS schema_migrations (
            version INTEGER PRIMARY KEY,
            description TEXT NOT NULL,
            applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
          )`);
        connection.run(
          'INSERT OR IGNORE INTO schema_migrations (version, description) VALUES (?, ?)',
          version,
          description,
        );
        apply(connection satisfies MigrationDatabase, at);
        if (version >= CONSTRAINED_FROM) assertForeignKeys(connection, version);
        connection.exec(`PRAGMA user_version = ${version}`);
        if (version === LATEST_VERSION) markAsOurs(connection);
      });
    }
  } finally {
    connection.exec('PRAGMA foreign_keys = ON');
  }
}

function inTransaction(connection: Connection, work: () => void): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    work();
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function assertForeignKeys(connection: Connection, version: number): void {
  const [broken] = connection.all('PRAGMA foreign_key_check');
  if (broken === undefined) return;
  const row = `row ${String(broken['rowid'])} of ${String(broken['table'])}`;
  throw new Fault('E_STORE', `migration ${version} of ${connection.file}: ${row} refers to a row that is not there`, {
    file: connection.file,
  });
}
