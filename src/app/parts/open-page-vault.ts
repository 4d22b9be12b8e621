import { dirname, join } from 'node:path';
import type { Config } from '../../config/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { PageVault } from '../../vault/contract.ts';
import { openPageVault } from '../../vault/open-vault.ts';

const MB = 2 ** 20;

/** The page vault of this installation; its folder is made with the first page. */
export function openVault({ pages, security, database }: Config, log?: Log): PageVault {
  return openPageVault({
    folder: pages.directory ?? join(dirname(database.path), 'pages'),
    maxBytes: pages.max_mb * MB,
    maxPageBytes: security.limits.decoded_bytes * 4,
    ...(log === undefined ? {} : { onRoomMade: (made) => log.info('kept_pages_removed', { ...made }) }),
  });
}
