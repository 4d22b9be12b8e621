import type { Migration } from './migration.ts';

/** What starts by itself and when, what a person asked of a running service, and who did what. */
export const scheduleAndCommands: Migration = {
  version: 6,
  description: 'Schedule, commands and audit',
  apply: (database) => {
    database.exec(`
      CREATE TABLE schedule_state (
        schedule TEXT PRIMARY KEY,
        anchor_at INTEGER NOT NULL,
        every_ms INTEGER,
        seen_at INTEGER NOT NULL,
        paused_at INTEGER,
        paused_by TEXT
      ) WITHOUT ROWID;
      -- One row an occurrence, whatever became of it: what has a row is never started again.
      CREATE TABLE schedule_occurrences (
        schedule TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('pending', 'queued', 'started', 'done', 'failed', 'skipped')),
        recorded_at INTEGER NOT NULL,
        ended_at INTEGER,
        tries INTEGER NOT NULL DEFAULT 0,
        after_batch INTEGER NOT NULL,
        batch TEXT,
        reason TEXT,
        PRIMARY KEY (schedule, due_at)
      ) WITHOUT ROWID;
      CREATE TABLE paused_sites (
        site TEXT PRIMARY KEY,
        paused_at INTEGER NOT NULL,
        paused_by TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE commands (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        arguments TEXT NOT NULL,
        actor TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        taken_at INTEGER,
        taken_by TEXT,
        answered_at INTEGER,
        result TEXT,
        error TEXT
      );
      CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        details TEXT NOT NULL,
        outcome TEXT NOT NULL
      );
    `);
  },
};
