import type { BatchStore, CommandStore, Store, TokenStore } from '../contract.ts';
import { READS } from '../operations/operations.ts';
import type { Caller, ReadName } from '../operations/operations.ts';
import type { Operation } from '../statement.ts';
import { noticeReportsOver, reportsOver, retentionReportsOver, scheduleReportsOver } from '../store-over.ts';
import type { NoticeReports, RetentionReports, ScheduleReports } from '../store-over.ts';
import { toFault } from './faults.ts';
import { schemaInfo } from './identity.ts';
import { openDatabaseToRead } from './open-to-read.ts';
import { runnerOver } from './runner.ts';

/** What the CLI needs to tell how things stand, beside a live writer. */
export interface SqliteReader extends Pick<Store, 'reports' | 'schema' | 'takeover' | 'close'> {
  readonly batches: Pick<BatchStore, 'openBatch' | 'findBatch'>;
  readonly schedule: ScheduleReports;
  readonly retention: RetentionReports;
  readonly commands: Pick<CommandStore, 'listAudit'>;
  readonly notices: NoticeReports;
  readonly tokens: Pick<TokenStore, 'findToken' | 'listTokens' | 'countValidTokens'>;
}

/**
 * A read-only connection in this process, without a thread: each call is one consistent look at the database.
 * @throws {Fault} E_IO (no such file), E_STORE_CORRUPT, E_STORE_NEWER, E_STORE (its schema is older)
 */
export async function openSqliteReader(file: string): Promise<SqliteReader> {
  const connection = openDatabaseToRead(file);
  const runner = runnerOver(connection);
  const call: Caller<ReadName> = async (name, ...args) => {
    const start = READS[name] as (...args: readonly unknown[]) => Operation<never>;
    try {
      connection.exec('BEGIN');
      return runner.run(start(...args));
    } catch (error) {
      throw toFault(error, file, `${name} in`);
    } finally {
      if (connection.inTransaction) connection.exec('COMMIT');
    }
  };
  return {
    reports: reportsOver(call),
    batches: { openBatch: () => call('openBatch'), findBatch: (id) => call('findBatch', id) },
    schedule: scheduleReportsOver(call),
    retention: retentionReportsOver(call),
    commands: { listAudit: (limit) => call('listAudit', limit) },
    notices: noticeReportsOver(call),
    tokens: {
      findToken: (id) => call('findToken', id),
      listTokens: () => call('listTokens'),
      countValidTokens: (at) => call('countValidTokens', at),
    },
    takeover: () => call('takeover'),
    schema: async () => schemaInfo(connection),
    close: async () => connection.close(),
  };
}
