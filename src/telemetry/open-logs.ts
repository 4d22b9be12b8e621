/** The log files of the product (requirements/1): one a kind of work, in one folder. */
import { join } from 'node:path';
import type { Log } from './contract.ts';
import { isJournal, journalSink, teeSink } from './journal.ts';
import { openLogFile } from './log-file.ts';
import type { LogSink } from './log-file.ts';
import { createLog } from './log.ts';
import type { LogLevel, OpenLog } from './log.ts';

/** The names that operators know from the first system. */
export const LOG_NAMES = ['orchestrator', 'backup', 'cleanup'] as const;
export type LogName = (typeof LOG_NAMES)[number];

export interface LogsOptions {
  readonly directory: string;
  readonly level: LogLevel;
  readonly now?: () => number;
  /** Values that never appear in a line. */
  readonly secrets?: readonly string[];
  /** JOURNAL_STREAM tells whether stderr is systemd's journal; it then gets every line too. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface OpenLogs {
  /** What the product does, and whatever goes wrong in the other two. */
  readonly orchestrator: Log;
  readonly backup: Log;
  readonly cleanup: Log;
  /** Path of a log. */
  fileOf(name: LogName): string;
  /** Lines that could not be written so far, in all files. */
  dropped(): number;
  /** Opens all files anew, after rotation has moved them away. */
  reopen(): void;
  close(): void;
}

/** @throws {Fault} E_DIRECTORY when a file cannot be opened at all. */
export function openLogs(options: LogsOptions): OpenLogs {
  const fileOf = (name: LogName): string => join(options.directory, `${name}.log`);
  const journal = isJournal(options.environment ?? {}) ? [journalSink(openLogFile(2))] : [];
  const files = LOG_NAMES.map((name) => openLogFile(fileOf(name)));
  const [main, backupFile, cleanupFile] = files as [LogSink, LogSink, LogSink];
  const logTo = (destination: LogSink): OpenLog => createLog({ ...options, destination });
  // The journal has the line of another log already.
  const troubles = logTo(main);
  return {
    orchestrator: logTo(teeSink(main, journal)),
    backup: echoing(logTo(teeSink(backupFile, journal)), troubles),
    cleanup: echoing(logTo(teeSink(cleanupFile, journal)), troubles),
    fileOf,
    dropped: () => files.reduce((sum, file) => sum + file.dropped, 0),
    reopen: () => {
      for (const file of files) file.reopen();
    },
    close: () => {
      for (const file of files) file.close();
    },
  };
}

/** One file tells of all trouble: `logs -f` on it is enough. */
function echoing(log: Log, troubles: Log): Log {
  return {
    debug: (event, fields) => {
      log.debug(event, fields);
    },
    info: (event, fields) => {
      log.info(event, fields);
    },
    warn: (event, fields) => {
      log.warn(event, fields);
      troubles.warn(event, fields);
    },
    error: (event, fields) => {
      log.error(event, fields);
      troubles.error(event, fields);
    },
  };
}
