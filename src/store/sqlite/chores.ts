/** Chores of the file that no transaction may hold: run by the store thread between two groups. */
import type { Connection } from './connection.ts';

export type ChoreName = 'fileSpace' | 'vacuum' | 'checkpoint' | 'reindex';

/** VACUUM makes a whole copy: in memory, as other temporary tables are here, it would take as much as the file. */
function vacuum(connection: Connection): void {
  connection.exec('PRAGMA temp_store = FILE');
  try {
    connection.exec('VACUUM');
  } finally {
    connection.exec('PRAGMA temp_store = MEMORY');
  }
  checkpoint(connection);
}

function checkpoint(connection: Connection): { readonly complete: boolean } {
  const [row] = connection.all('PRAGMA wal_checkpoint(TRUNCATE)');
  return { complete: row?.['busy'] === 0 };
}

function fileSpace(connection: Connection): { readonly bytes: number; readonly unusedBytes: number } {
  const number = (pragma: string): number => Number(connection.value(`PRAGMA ${pragma}`));
  const pageSize = number('page_size');
  return { bytes: number('page_count') * pageSize, unusedBytes: number('freelist_count') * pageSize };
}

export const CHORES: Readonly<Record<ChoreName, (connection: Connection) => unknown>> = {
  fileSpace,
  vacuum,
  checkpoint,
  reindex: (connection) => {
    connection.exec('REINDEX');
  },
};

export function isChore(name: string): name is ChoreName {
  return Object.hasOwn(CHORES, name);
}
