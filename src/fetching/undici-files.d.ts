/** Parts of undici by their own files: they have no types of their own, the package has. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';

  export default Pool;
}

declare module 'undici/lib/core/connect.js' {
  import { buildConnector } from 'undici';

  export default buildConnector;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Pool } from 'undici';

  const request: Pool['request'];
  export default request;
}
