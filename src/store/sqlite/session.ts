/**
 * The writer's connection through good and bad times. After an error of the disk nothing that this connection holds in
 * memory is trusted any more, and no failed sync is tried again, for the kernel may have dropped what it could not write:
 * the connection is closed, and before the next call the file is opened as after a crash, and checked whole (F9).
 */
import { existsSync } from 'node:fs';
import { Fault } from '../../core/errors.ts';
import type { SchemaInfo } from '../contract.ts';
import type { Connection } from './connection.ts';
import { asFault, plainFault, toFault } from './faults.ts';
import type { PlainFault } from './faults.ts';
import { groupCommit } from './group-commit.ts';
import type { Group, StoreAnswer, StoreCall } from './group-commit.ts';
import { schemaInfo } from './identity.ts';
import { openDatabase } from './open-database.ts';
import type { SqlitePragmas } from './pragmas.ts';
import { runnerOver } from './runner.ts';
import { closeSealed } from './seal.ts';

export class Session {
  readonly #file: string;
  readonly #pragmas: SqlitePragmas;
  #connection: Connection;
  /** null = closed after trouble: opened again for the next call. */
  #group: Group | null;

  /** @throws {Fault} as `openDatabase` does. */
  constructor(file: string, pragmas: SqlitePragmas) {
    this.#file = file;
    this.#pragmas = pragmas;
    this.#connection = openDatabase(file, pragmas);
    this.#group = groupCommit(this.#connection, runnerOver(this.#connection));
  }

  schema(): SchemaInfo {
    return schemaInfo(this.#connection);
  }

  run(calls: readonly StoreCall[]): readonly StoreAnswer[] {
    try {
      this.#group ??= this.#openAgain();
    } catch (error) {
      const fault = plainFault(asFault(error));
      return calls.map(({ id }) => ({ id, fault }));
    }
    const answers = this.#group.run(calls);
    if (answers.some((answer) => 'fault' in answer && answer.fault.code === 'E_IO')) this.#abandon();
    return answers;
  }

  /** Leaves one file, sealed: everything is moved from the WAL into the database. */
  close(): PlainFault | null {
    if (this.#group === null) return null;
    try {
      this.#connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      closeSealed(this.#connection);
      return null;
    } catch (error) {
      return plainFault(toFault(error, this.#file, 'closing the database'));
    }
  }

  #openAgain(): Group {
    // An absent file is made anew at a start only: here it would pass for a healthy empty database.
    if (!existsSync(this.#file)) throw new Fault('E_STORE_CORRUPT', `${this.#file} is gone`, { file: this.#file });
    const connection = openDatabase(this.#file, this.#pragmas);
    try {
      assertWhole(connection);
    } catch (error) {
      connection.close();
      throw toFault(error, this.#file, 'checking the database after an error of the disk');
    }
    this.#connection = connection;
    return groupCommit(connection, runnerOver(connection));
  }

  #abandon(): void {
    this.#group = null;
    this.#connection.close();
  }
}

/** Every page and index, however long it takes: it comes once after an error of the disk. */
function assertWhole(connection: Connection): void {
  const answer = connection.value('PRAGMA integrity_check(1)');
  if (answer === 'ok') return;
  throw new Fault('E_STORE_CORRUPT', `${connection.file} is damaged after an error of the disk: ${String(answer)}`, {
    file: connection.file,
  });
}
