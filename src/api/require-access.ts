import type { FastifyInstance } from 'fastify';

/** From here on a route that does not say who may use it is no route: the server does not start (T11). */
export function requireAccess(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, url, method }) => {
    if (config?.access === undefined) throw new Error(`${String(method)} ${url} does not say who may use it`);
  });
}
