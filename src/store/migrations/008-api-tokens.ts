import type { Migration } from './migration.ts';

/** Who may use the API, and what was asked of it once and is not to be done twice. */
export const apiTokens: Migration = {
  version: 8,
  description: 'Tokens of the API and requests with an Idempotency-Key',
  apply: (database) => {
    database.exec(`
      -- secret_hash = SHA-256 of the secret, hexadecimal: the secret itself is shown once and never kept.
      CREATE TABLE api_tokens (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
        secret_hash TEXT NOT NULL CHECK (length(secret_hash) = 64),
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        expires_at INTEGER,
        revoked_at INTEGER,
        last_used_at INTEGER
      ) WITHOUT ROWID;
      -- answer = NULL: it was begun, and nobody knows how it ended.
      CREATE TABLE api_requests (
        principal TEXT NOT NULL,
        request_key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        answer TEXT,
        PRIMARY KEY (principal, request_key)
      ) WITHOUT ROWID;
    `);
  },
};
