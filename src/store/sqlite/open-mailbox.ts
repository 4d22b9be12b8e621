import type { CommandStore, NoticeStore, TokenStore } from '../contract.ts';
import { OPERATIONS, READS } from '../operations/operations.ts';
import type { ArgumentsOf, ResultOf } from '../operations/operations.ts';
import type { Operation } from '../statement.ts';
import { connectToWrite } from './connection.ts';
import { toFault } from './faults.ts';
import { openDatabaseToRead } from './open-to-read.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';
import { runnerOver } from './runner.ts';

/** The letter box of a running service: commands are put in and answers looked for; tokens are made and revoked. */
export interface Mailbox
  extends
    Pick<CommandStore, 'postCommand' | 'findCommand' | 'withdrawCommand' | 'recordAudit'>,
    Pick<NoticeStore, 'retryNotices'> {
  readonly tokens: Pick<TokenStore, 'addToken' | 'revokeToken' | 'findToken' | 'listTokens'>;
  close(): void;
}

type Letter =
  | 'postCommand'
  | 'findCommand'
  | 'withdrawCommand'
  | 'recordAudit'
  | 'retryNotices'
  | 'addToken'
  | 'revokeToken'
  | 'findToken'
  | 'listTokens';

/**
 * A second writer beside the service, for a few small rows: it neither checks nor migrates what the service has open.
 * @throws {Fault} E_IO (no such file), E_STORE_CORRUPT, E_STORE_NEWER, E_STORE (its schema is older)
 */
export function openMailbox(file: string): Mailbox {
  openDatabaseToRead(file).close();
  const connection = connectToWrite(file, DEFAULT_PRAGMAS);
  const runner = runnerOver(connection);
  const call = async <N extends Letter>(name: N, ...args: ArgumentsOf<N>): Promise<ResultOf<N>> => {
    const start = OPERATIONS[name] as (...args: readonly unknown[]) => Operation<ResultOf<N>>;
    try {
      connection.exec(Object.hasOwn(READS, name) ? 'BEGIN' : 'BEGIN IMMEDIATE');
      const result = runner.run(start(...args));
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw toFault(error, file, `${name} in`);
    }
  };
  return {
    postCommand: (command) => call('postCommand', command),
    findCommand: (id) => call('findCommand', id),
    withdrawCommand: (id) => call('withdrawCommand', id),
    recordAudit: (entry) => call('recordAudit', entry),
    retryNotices: (ids, at) => call('retryNotices', ids, at),
    tokens: {
      addToken: (token) => call('addToken', token),
      revokeToken: (id, actor, at) => call('revokeToken', id, actor, at),
      findToken: (id) => call('findToken', id),
      listTokens: () => call('listTokens'),
    },
    close: () => connection.close(),
  };
}
