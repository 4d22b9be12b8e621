/**
 * The parts of undici that fetch pages. The package as a whole brings fetch, WebSocket, mocks and caches too: half of
 * its 13 MB in each of eight workers, and half of its time at their start. Its version is exact: these files stay.
 */
// oxlint-disable-next-line no-restricted-imports -- the package's folder api/, not ours
import request from 'undici/lib/api/api-request.js';
import buildConnector from 'undici/lib/core/connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// As the package's own index does for all dispatchers.
Object.assign(Pool.prototype, { request });

export { buildConnector, Pool };
