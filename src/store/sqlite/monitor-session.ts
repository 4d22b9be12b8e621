/** A read-only connection for dashboards and command line: plain SQL only, so that neither Kysely nor a thread is loaded. */
import { MONITOR_READS } from '../operations/monitor/monitor-reads.ts';
import type { MonitorReadName } from '../operations/monitor/monitor-reads.ts';
import type { Dialect, Operation } from '../statement.ts';
import type { Connection } from './connection.ts';
import { toFault } from './faults.ts';
import { openDatabaseToRead } from './open-to-read.ts';
import { runnerWith } from './run-operations.ts';
import type { Runner } from './run-operations.ts';

/** Plain statements ask a dialect for its name alone. */
const PLAIN_SQLITE: Dialect = {
  name: 'sqlite',
  get db(): never {
    throw new TypeError('a read of the monitor was written with Kysely');
  },
  lockRows: (query) => query,
};

export class MonitorSession {
  readonly #file: string;
  #open: { readonly connection: Connection; readonly runner: Runner } | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * One consistent look at the database; it is opened for the first one, and anew for the next one after trouble.
   * @throws {Fault} E_IO (no such file), E_STORE_CORRUPT, E_STORE_NEWER, E_STORE (its schema is older)
   */
  run(name: MonitorReadName, args: readonly unknown[]): unknown {
    this.#open ??= connect(this.#file);
    const { connection, runner } = this.#open;
    const start = MONITOR_READS[name] as (...args: readonly unknown[]) => Operation<unknown>;
    try {
      connection.exec('BEGIN');
      const result = runner.run(start(...args));
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.close();
      throw toFault(error, this.#file, `${name} in`);
    }
  }

  close(): void {
    this.#open?.connection.close();
    this.#open = null;
  }
}

function connect(file: string): { readonly connection: Connection; readonly runner: Runner } {
  const connection = openDatabaseToRead(file);
  return { connection, runner: runnerWith(PLAIN_SQLITE, connection) };
}
