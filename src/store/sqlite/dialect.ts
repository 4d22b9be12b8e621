import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Dialect } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** All that is SQLite's own in building statements. Kysely only builds: the runner executes. */
export const sqliteDialect: Dialect = {
  name: 'sqlite',
  db: new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
  }),
  lockRows: (query) => query,
};
