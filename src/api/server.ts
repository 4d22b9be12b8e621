/** The HTTP server of API and dashboard: what every request passes, then the routes. */
import rateLimit from '@fastify/rate-limit';
import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault, messageOf } from '../core/errors.ts';
import { LANGUAGES, languageAccepted } from '../wording/language.ts';
import type { Language } from '../wording/language.ts';
import type { ApiDeps, ApiServer, Principal } from './contract.ts';
import { addDashboardFiles } from './dashboard-files.ts';
import type { DashboardFiles } from './dashboard-files.ts';
import { assertHost, assertSameSite } from './gate.ts';
import { addHealthRoutes } from './health-routes.ts';
import { limitConnections } from './limit-connections.ts';
import { mountRoutes } from './mount-routes.ts';
import { answerTo, PROBLEM_TYPE, Refusal } from './problems.ts';
import { readJson, readQuery } from './read-request.ts';
import type { Access } from './route.ts';
import { requireAccess } from './require-access.ts';
import { allRoutes } from './routes/all-routes.ts';
import { createSessions } from './sessions.ts';
import { Streams } from './streams.ts';
import { createWhoAsks } from './who-asks.ts';
import type { WhoAsks } from './who-asks.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route has one, or the server does not start (T11). */
    access?: Access;
  }
  interface FastifyRequest {
    principal: Principal | null;
    language: Language;
  }
}

const BODY_BYTES = 2 ** 20;
const HEADER_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const LOOK_AT_CONNECTIONS_MS = 5000;
const HEADER_BYTES = 16 * 1024;
const MINUTE_MS = 60_000;
const RANKS: Readonly<Record<Access, number>> = { public: 0, viewer: 1, operator: 2, admin: 3 };

export async function createApiServer(deps: ApiDeps): Promise<ApiServer> {
  const app = openFastify(deps);
  const streams = await build(app, deps);
  return {
    listen: async (host, port) => {
      try {
        await app.listen({ host, port });
      } catch (cause) {
        await app.close();
        throw new Fault('E_API_ADDRESS', `cannot listen on ${host} port ${port}: ${messageOf(cause)}`, { cause });
      }
      const address = app.server.address();
      return { host, port: typeof address === 'object' && address !== null ? address.port : port };
    },
    close: async () => {
      streams.close();
      await app.close();
    },
  };
}

function openFastify({ settings }: ApiDeps): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      headersTimeout: HEADER_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_AT_CONNECTIONS_MS,
      maxHeaderSize: HEADER_BYTES,
    },
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    forceCloseConnections: true,
    return503OnClosing: true,
    logger: false,
    routerOptions: {
      // Read by a hook, where a fault has an answer.
      querystringParser: (text) => ({ text }),
      ignoreTrailingSlash: false,
    },
  });
  limitConnections(app.server, settings);
  return app;
}

/** @throws when a route does not say who may use it */
async function build(app: FastifyInstance, deps: ApiDeps): Promise<Streams> {
  const { settings, clock, tokens } = deps;
  const sessions = createSessions(clock, settings.sessionMs);
  const who = createWhoAsks({ ...deps, sessions });
  const streams = new Streams({ ...deps, who, most: settings.maxStreams });
  const routes = allRoutes({ ...deps, sessions, streams, tokens });
  app.decorateRequest('principal', null);
  app.decorateRequest('language', 'en');
  requireAccess(app);
  answerErrors(app, deps);
  readBodies(app);
  await secure(app, deps, who);
  addHealthRoutes(app, deps);
  const files = await addDashboardFiles(app, deps.webFolder, settings.basePath);
  mountRoutes(app, routes, deps);
  addPages(app, settings.basePath, files);
  await app.ready();
  return streams;
}

function answerErrors(app: FastifyInstance, { log }: ApiDeps): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { problem, headers, unexpected } = await answerTo(error, request.language, request.id);
    const fields = { request: request.id, method: request.method, path: pathOf(request), code: problem.code };
    if (unexpected) log.error('request_failed', { ...fields, error: messageOf(error), stack: error.stack });
    else if (problem.status === 401 || problem.status === 403 || problem.status === 421)
      log.warn('request_refused', { ...fields, from: request.ip });
    return reply.code(problem.status).headers(headers).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  });
}

/** Without the query: what is asked for is nobody's business in a log. */
function pathOf(request: FastifyRequest): string {
  return (request.url.split('?', 1)[0] ?? '').slice(0, 200);
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : readJson(String(body)));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

async function secure(app: FastifyInstance, { settings }: ApiDeps, who: WhoAsks): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // The proxy that has the certificate says it; here it would also bind other programs of this host.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  await app.register(rateLimit, { global: false });
  const perAddress = { timeWindow: MINUTE_MS, keyGenerator: ({ ip }: FastifyRequest) => ip };
  const requests = app.createRateLimit({ ...perAddress, max: settings.requestsPerMinute });
  const wrongTokens = app.createRateLimit({ ...perAddress, max: settings.loginsPerMinute });
  const allowed = new Set(settings.allowedHosts.map((name) => name.toLowerCase()));
  app.addHook('onRequest', async (request, reply) => {
    request.language = languageAccepted(request.headers['accept-language']);
    if (request.method === 'TRACE') throw new Refusal('E_METHOD', 'noMethod', request.method);
    assertHost(request, allowed);
    await hold(requests, request);
    readLanguageAndQuery(request);
    const access = request.routeOptions.config.access ?? 'public';
    const isFile = !isApi(request, settings.basePath) && (request.method === 'GET' || request.method === 'HEAD');
    assertSameSite(request, isFile && access === 'public');
    if (!isFile || access !== 'public') reply.header('cache-control', 'no-store');
    await admit(request, access, who, wrongTokens);
  });
}

type Limit = ReturnType<FastifyInstance['createRateLimit']>;

async function hold(limit: Limit, request: FastifyRequest): Promise<void> {
  const answer = await limit(request);
  if (!answer.isAllowed && answer.isExceeded)
    throw new Refusal('E_TOO_MANY', 'tooMany', '', { 'retry-after': String(answer.ttlInSeconds) });
}

async function admit(request: FastifyRequest, access: Access, who: WhoAsks, wrongTokens: Limit): Promise<void> {
  try {
    request.principal = await who.principalOf(request);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'E_TOKEN') {
      await hold(wrongTokens, request);
      if (access === 'public') return;
    }
    throw error;
  }
  if (access === 'public') return;
  if (request.principal === null) throw new Refusal('E_TOKEN', 'noToken', '', { 'www-authenticate': 'Bearer' });
  if (RANKS[request.principal.role] < RANKS[access]) throw new Refusal('E_ROLE', 'roleTooLow', request.principal.role);
}

/** `lang` wins over `Accept-Language`: an event stream of a browser cannot send headers of its own. */
function readLanguageAndQuery(request: FastifyRequest): void {
  const query = readQuery((request.query as { readonly text?: string }).text ?? '');
  const wanted = LANGUAGES.find((language) => language === query['lang']);
  if (wanted !== undefined) request.language = wanted;
  delete query['lang'];
  request.query = query;
}

function isApi(request: FastifyRequest, basePath: string): boolean {
  return request.url.startsWith(`${basePath}/api/`);
}

function addPages(app: FastifyInstance, basePath: string, files: DashboardFiles): void {
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    const path = pathOf(request);
    const isOurs = path === basePath || path.startsWith(`${basePath}/`);
    const isFile = /\.[a-z0-9]{1,8}$/i.test(path) || path.startsWith(`${basePath}/assets/`);
    if (!isPage || !isOurs || isApi(request, basePath) || isFile) {
      throw new Refusal('E_UNKNOWN', 'noRoute', JSON.stringify(path));
    }
    return files.sendPage(reply);
  });
}
