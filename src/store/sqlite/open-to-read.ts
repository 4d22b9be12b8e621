import { existsSync } from 'node:fs';
import { Fault } from '../../core/errors.ts';
import { LATEST_VERSION } from '../migrations/latest-version.ts';
import { connectToRead, orClosed } from './connection.ts';
import type { Connection } from './connection.ts';
import { toFault } from './faults.ts';
import { assertFile, assertNotNewer, assertOurs, assertSentinel, versionOf } from './identity.ts';
import { DEFAULT_PRAGMAS } from './pragmas.ts';
import type { SqlitePragmas } from './pragmas.ts';

/**
 * Opens for reading beside a live writer; never changes, creates or migrates.
 * @throws {Fault} E_IO (no such file), E_STORE_CORRUPT, E_STORE_NEWER, E_STORE (older schema)
 */
export function openDatabaseToRead(file: string, pragmas: SqlitePragmas = DEFAULT_PRAGMAS): Connection {
  try {
    if (!existsSync(file)) {
      throw new Fault('E_IO', `there is no database ${file}`, {
        file,
        cure: 'The first run makes it; or name another file in `database.path`.',
      });
    }
    assertFile(file);
    return orClosed(connectToRead(file, pragmas), (connection) => {
      assertReadable(connection);
      return connection;
    });
  } catch (error) {
    throw toFault(error, file, 'reading the database');
  }
}

function assertReadable(connection: Connection): void {
  assertOurs(connection);
  assertNotNewer(connection);
  const version = versionOf(connection);
  if (version < LATEST_VERSION) {
    throw new Fault('E_STORE', `${connection.file} has schema version ${version}, and ${LATEST_VERSION} is needed`, {
      file: connection.file,
      cure: '`scraping-orchestrator db migrate` brings it up to date; a run does too.',
    });
  }
  assertSentinel(connection);
}
