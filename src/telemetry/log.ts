/**
 * The log: one JSON object a line, safe to read in any terminal, without secrets (T26). It is written at once, so that
 * the last lines before a crash are there, and it never throws: a full disk costs lines, which are counted, not work.
 */
import { pino, type LevelWithSilent } from 'pino';
import type { Log, LogFields } from './contract.ts';
import { openLogFile, type LogSink } from './log-file.ts';
import { hidingValues, printable, redacted } from './redact.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  /** Lines below it are not written. */
  readonly level: LogLevel;
  /** Path of a file (appended to), a file descriptor such as 2, or a sink of one's own. */
  readonly destination: string | number | LogSink;
  /** Epoch milliseconds; the system's clock by default. */
  readonly now?: () => number;
  /** Values that never appear in a line, whatever the field is called: passwords and tokens of the configuration (T17). */
  readonly secrets?: readonly string[];
}

export interface OpenLog extends Log {
  /** Lines that could not be written so far. */
  readonly dropped: number;
  /** Opens the file anew, after rotation has moved it away. */
  reopen(): void;
  close(): void;
}

/** Names of ours in every line; a field of the same name is written as `field_<name>`. */
const OWN_KEYS = new Set(['level', 'time', 'event']);

/** @throws {Fault} E_DIRECTORY when the log file cannot be opened at all. */
export function createLog(options: LogOptions): OpenLog {
  const { destination, level } = options;
  const now = options.now ?? Date.now;
  const sink = typeof destination === 'object' ? destination : openLogFile(destination);
  const hide = hidingValues(options.secrets ?? []);
  const logger = pino(
    {
      level: level satisfies LevelWithSilent,
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => sink.write(printable(hide(line))) },
  );
  const write = (at: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void => {
    if (!logger.isLevelEnabled(at)) return;
    try {
      logger[at](safeFields(fields), redacted(event) as string);
    } catch (error) {
      // A value with a throwing getter, say: the event itself must still be told.
      logger[at]({ logError: String(error) }, event);
    }
  };
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    get dropped() {
      return sink.dropped;
    },
    reopen: () => sink.reopen(),
    close: () => sink.close(),
  };
}

function safeFields(fields: LogFields): Record<string, unknown> {
  const safe = redacted(fields) as Record<string, unknown>;
  for (const key of OWN_KEYS) {
    if (!Object.hasOwn(safe, key)) continue;
    safe[`field_${key}`] = safe[key];
    delete safe[key];
  }
  return safe;
}
