import type { Migration } from './migration.ts';

/** What people are told of: troubles that last, and the messages that go out, one row a channel. */
export const notices: Migration = {
  version: 9,
  description: 'Troubles people are told of, and messages on their way',
  apply: (database) => {
    database.exec(`
      -- One row a trouble that lasts, by site ('' = no site) and cause; it goes when the trouble is over.
      CREATE TABLE troubles (
        site TEXT NOT NULL,
        cause TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        told_at INTEGER NOT NULL,
        occurrences INTEGER NOT NULL,
        untold INTEGER NOT NULL,
        facts TEXT NOT NULL,
        PRIMARY KEY (site, cause)
      ) WITHOUT ROWID;
      -- message_id is the same at each try: who gets one twice knows it by that.
      CREATE TABLE notices (
        id INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        kind TEXT NOT NULL,
        message TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        next_try_at INTEGER,
        tries INTEGER NOT NULL DEFAULT 0,
        sent_at INTEGER,
        dead_at INTEGER,
        last_error TEXT,
        UNIQUE (message_id, channel)
      );
    `);
  },
};
