/**
 * What a database file is: whose, of which schema, and whether it still bears our mark. Nothing here changes a row but
 * `markAsOurs`.
 */
import { statSync } from 'node:fs';
import { Fault } from '../../core/errors.ts';
import type { SchemaInfo } from '../contract.ts';
import { LATEST_VERSION } from '../migrations/latest-version.ts';
import type { Connection } from './connection.ts';

/** "SCOR" in the file's header: this database is the orchestrator's. */
const APPLICATION_ID = 0x53434f52;

/** @throws {Fault} E_STORE_CORRUPT for what SQLite itself takes for a healthy empty database. */
export function assertFile(file: string): void {
  const { size } = statSync(file);
  if (size > 0) return;
  throw new Fault('E_STORE_CORRUPT', `${file} is empty (0 bytes): a database never is`, {
    file,
    cure: 'Restore a backup; only when there was never any data here, delete the file and start again.',
  });
}

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

/** @throws {Fault} E_STORE_CORRUPT when another program made it. */
export function assertOurs(connection: Connection): void {
  if (ownerOf(connection) !== 'foreign') return;
  throw new Fault(
    'E_STORE_CORRUPT',
    `${connection.file} is the database of another program: nothing was changed in it`,
    {
      file: connection.file,
      cure: 'Name another file in `database.path`.',
    },
  );
}

/** A database that lost its sentinel lost more than that: an empty one must never pass for a healthy one. */
export function markAsOurs(connection: Connection): void {
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
