/** What a database holds, so that a copy can be compared with what was copied. */
import { createHash } from 'node:crypto';
import type { DatabaseContent } from '../contract.ts';
import type { Connection } from './connection.ts';
import { versionOf } from './identity.ts';

export function readContent(connection: Connection, digest: boolean): DatabaseContent {
  const tables = connection
    .all(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`)
    .map((row) => String(row['name']));
  return {
    schemaVersion: versionOf(connection),
    counts: Object.fromEntries(
      tables.map((table) => [table, Number(connection.value(`SELECT count(*) FROM ${quoted(table)}`))]),
    ),
    digest: digest ? digestOf(connection, tables) : null,
    lastEventAt: tables.includes('task_events')
      ? Number(connection.value('SELECT at FROM task_events ORDER BY id DESC LIMIT 1') ?? 0)
      : 0,
  };
}

/** Every table's own order of rows is that of its key: the same rows give the same digest in every copy. */
function digestOf(connection: Connection, tables: readonly string[]): string {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${JSON.stringify(table)}\n`);
    for (const row of connection.each(`SELECT * FROM ${quoted(table)} NOT INDEXED`))
      hash.update(`${JSON.stringify(row, plain)}\n`);
  }
  return hash.digest('hex');
}

/** What JSON cannot say: blobs, and numbers beyond its own. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  return value instanceof Uint8Array ? { blob: Buffer.from(value).toString('base64') } : value;
}

function quoted(table: string): string {
  return `"${table.replaceAll('"', '""')}"`;
}
