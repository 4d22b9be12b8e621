/** Every route below `/api/v1`, in the order of docs and OpenAPI. */
import type { ApiDeps } from '../contract.ts';
import type { ApiRoute } from '../route.ts';
import type { Sessions } from '../sessions.ts';
import type { Streams } from '../streams.ts';
import { houseRoutes } from './house-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { steerRoutes } from './steer-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { workRoutes } from './work-routes.ts';

export interface RouteDeps extends Pick<ApiDeps, 'reportPage' | 'testSite' | 'audit' | 'tokens' | 'clock'> {
  readonly sessions: Sessions;
  readonly streams: Streams;
}

export function allRoutes(deps: RouteDeps): readonly ApiRoute[] {
  return [
    ...workRoutes(deps),
    ...houseRoutes,
    ...steerRoutes(deps),
    ...streamRoutes(deps.streams),
    ...sessionRoutes(deps),
  ];
}
