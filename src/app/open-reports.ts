import type { Config } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { openSqliteReader } from '../store/sqlite/open-reader.ts';

/** Reading only, beside a running orchestrator or without one; loads little, so that `status` answers at once. */
export function openReports(config: Config): Promise<Pick<Store, 'reports' | 'schema' | 'close'>> {
  return openSqliteReader(config.database.path);
}
