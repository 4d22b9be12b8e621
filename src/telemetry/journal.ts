/**
 * systemd's journal: a service started by systemd has its stderr there, and says so in JOURNAL_STREAM
 * (systemd.exec(5): device and inode of the stream). `<4>` before a line is its priority (sd-daemon(3)).
 */
import fs from 'node:fs';
import type { LogSink } from './log-file.ts';

const STDERR = 2;
/** syslog's numbers of our levels; anything else is a notice. */
const PRIORITIES: Readonly<Record<string, number>> = { trace: 7, debug: 7, info: 6, warn: 4, error: 3 };
const NOTICE = 5;

/** Whether `fd` is a stream to the journal. */
export function isJournal(environment: Readonly<Record<string, string | undefined>>, fd = STDERR): boolean {
  const [device, inode] = (environment['JOURNAL_STREAM'] ?? '').split(':');
  if (device === undefined || inode === undefined) return false;
  try {
    const stats = fs.fstatSync(fd);
    return String(stats.dev) === device && String(stats.ino) === inode;
  } catch {
    // A closed stream is no journal.
    return false;
  }
}

/** Every line goes to all sinks; the journal's copy begins with its priority. */
export function teeSink(main: LogSink, others: readonly LogSink[]): LogSink {
  const all = [main, ...others];
  return {
    write: (line) => {
      for (const sink of all) sink.write(line);
    },
    get dropped() {
      return main.dropped;
    },
    reopen: () => {
      for (const sink of all) sink.reopen();
    },
    close: () => {
      for (const sink of all) sink.close();
    },
  };
}

/** A sink whose lines carry their priority. */
export function journalSink(sink: LogSink): LogSink {
  return {
    ...sink,
    get dropped() {
      return sink.dropped;
    },
    write: (line) => {
      sink.write(`<${priorityOf(line)}>${line}`);
    },
    reopen: () => {
      sink.reopen();
    },
    close: () => {
      sink.close();
    },
  };
}

/** Lines of ours begin with their level: no need to read the rest. */
function priorityOf(line: string): number {
  const level = /^\{"level":"([a-z]+)"/.exec(line)?.[1] ?? '';
  return PRIORITIES[level] ?? NOTICE;
}
