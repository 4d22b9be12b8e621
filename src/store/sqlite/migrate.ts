import { Fault } from '../../core/errors.ts';
import type { SchemaInfo } from '../contract.ts';
import type { MigrationDatabase } from '../migrations/migration.ts';
import { LATEST_VERSION, MIGRATIONS } from '../migrations/migrations.ts';
import type { Connection } from './connection.ts';

/** "SCOR" in the file's header: this database is the orchestrator's. */
const APPLICATION_ID = 0x53434f52;

/** Before this migration the rows are the old program's, which checked nothing. */
const CONSTRAINED_FROM = 4;

function hasTable(connection: Connection, table: string): boolean {
  return connection.value(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, table) === 1;
}

/** What a database is, before anything in it is touched. */
export type Owner = 'new' | 'ours' | 'old program' | 'foreign';

export function ownerOf(connection: Connection): Owner {
  const applicationId = connection.value('PRAGMA application_id');
  if (applicationId === APPLICATION_ID) return 'ours';
  if (applicationId !== 0) return 'foreign';
  if (hasTable(connection, 'execution_batches') && hasTable(connection, 'scraping_tasks')) return 'old program';
  return connection.value('SELECT count(*) FROM sqlite_schema') === 0 ? 'new' : 'foreign';
}

/** Highest migration applied: as its table says, which the user's old program may have too. */
export function versionOf(connection: Connection): number {
  if (!hasTable(connection, 'schema_migrations')) return 0;
  return Number(connection.value('SELECT coalesce(max(version), 0) FROM schema_migrations'));
}

/** @throws {Fault} E_STORE_NEWER when a later program made this database. */
export function assertNotNewer(connection: Connection): void {
  const version = Math.max(versionOf(connection), Number(connection.value('PRAGMA user_version')));
  if (version > LATEST_VERSION) {
    throw new Fault(
      'E_STORE_NEWER',
      `${connection.file} has schema version ${version}; this program knows ${LATEST_VERSION}`,
      {
        file: connection.file,
      },
    );
  }
}

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

/** A database that lost its sentinel lost more than that: an empty one must never pass for a healthy one. */
function markAsOurs(connection: Connection): void {
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  connection.run(`INSERT OR IGNORE INTO meta (key, value) VALUES ('product', 'scraping-orchestrator')`);
}

export function hasSentinel(connection: Connection): boolean {
  return (
    hasTable(connection, 'meta') &&
    connection.value(`SELECT value FROM meta WHERE key = 'product'`) === 'scraping-orchestrator'
  );
}

/** @throws {Fault} E_STORE_CORRUPT when the sentinel is missing. */
export function assertSentinel(connection: Connection): void {
  if (hasSentinel(connection)) return;
  throw new Fault('E_STORE_CORRUPT', `${connection.file} has lost its mark: its tables are not what they were`, {
    file: connection.file,
  });
}

export function schemaInfo(connection: Connection): SchemaInfo {
  const applied = hasTable(connection, 'schema_migrations')
    ? connection.all('SELECT version, description, applied_at FROM schema_migrations ORDER BY version')
    : [];
  return {
    version: versionOf(connection),
    latest: LATEST_VERSION,
    applied: applied.map((row) => ({
      version: Number(row['version']),
      description: String(row['description']),
      appliedAt: String(row['applied_at']),
    })),
    sqliteVersion: connection.sqliteVersion,
  };
}
