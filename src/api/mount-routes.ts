/** Puts the routes into the server: what they take is read by their shapes, other methods are refused by name. */
import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import type { ApiDeps } from './contract.ts';
import { createOnce } from './once.ts';
import type { Once } from './once.ts';
import { openApi } from './openapi.ts';
import { parsePart, Refusal } from './problems.ts';
import type { ApiRoute } from './route.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

type MountDeps = Pick<ApiDeps, 'settings' | 'monitorFor' | 'requests' | 'clock'>;

export function mountRoutes(app: FastifyInstance, routes: readonly ApiRoute[], deps: MountDeps): void {
  const prefix = `${deps.settings.basePath}/api/v1`;
  const once = createOnce(deps.requests);
  const methods = new Map<string, Set<HTTPMethods>>();
  for (const route of routes) {
    const url = prefix + route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const known = methods.get(url) ?? new Set();
    methods.set(url, known.add(route.method));
    if (route.method === 'GET') known.add('HEAD');
    app.route({
      method: route.method,
      url,
      // Nobody looks at a stream's head; it would only be left open.
      exposeHeadRoute: !isStream(route),
      config: { access: route.access },
      handler: (request, reply) => answer(route, deps, once, request, reply),
    });
  }
  let description: object | null = null;
  app.get(`${prefix}/openapi.json`, { config: { access: 'public' } }, () => (description ??= openApi(routes)));
  methods.set(`${prefix}/openapi.json`, new Set(['GET', 'HEAD']));
  for (const [url, known] of methods) refuseOthers(app, url, known);
}

function isStream({ answer }: ApiRoute): boolean {
  return 'mediaType' in answer && answer.mediaType === 'text/event-stream';
}

function refuseOthers(app: FastifyInstance, url: string, known: ReadonlySet<HTTPMethods>): void {
  const others = METHODS.filter((method) => !known.has(method) && !(method === 'HEAD' && known.has('GET')));
  const allow = [...known].join(', ');
  app.route({
    method: [...others],
    url,
    config: { access: 'public' },
    handler: (request) => {
      throw new Refusal('E_METHOD', 'noMethod', request.method, { allow });
    },
  });
}

async function answer(
  route: ApiRoute,
  { monitorFor, clock }: MountDeps,
  once: Once,
  request: FastifyRequest,
  reply: Parameters<ApiRoute['handle']>[0]['reply'],
): Promise<unknown> {
  const { language, principal } = request;
  const asked = {
    params: parsePart('path', route.params, request.params, language),
    query: parsePart('query', route.query, request.query, language),
    body: route.body === null ? undefined : parsePart('body', route.body, request.body, language),
    language,
    monitor: monitorFor(language),
    principal,
    actor: principal?.actor ?? 'api:nobody',
    request,
    reply,
  };
  reply.code(route.status);
  const key = request.headers['idempotency-key'];
  const result = await once(
    {
      principal: principal?.id ?? 'nobody',
      key: typeof key === 'string' ? key : undefined,
      route,
      path: request.routeOptions.url ?? '',
      body: { params: asked.params, body: asked.body },
      at: clock.now(),
    },
    async () => route.handle(asked as Parameters<ApiRoute['handle']>[0]),
  );
  if (reply.sent) return reply;
  return 'shape' in route.answer ? result : reply.send(result);
}
