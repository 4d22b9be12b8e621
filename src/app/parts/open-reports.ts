import type { Config } from '../../config/contract.ts';
import { openSqliteReader } from '../../store/sqlite/open-reader.ts';
import type { SqliteReader } from '../../store/sqlite/open-reader.ts';

/** Reading only, beside a running orchestrator or without one; loads little, so that `status` answers at once. */
export function openReports(config: Config): Promise<SqliteReader> {
  return openSqliteReader(config.database.path);
}
