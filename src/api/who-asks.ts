/**
 * Who asks: a token, a login of the dashboard, or the user of this machine.
 *
 * The last one counts only while nobody has a token, over loopback, from a process of the service's own user (or of
 * root), and not through a proxy: a web server on this machine must not lend its visitors what its connection may do.
 */
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import type { TokenCheck } from '../monitoring/token-desk.ts';
import type { ApiDeps, Principal } from './contract.ts';
import { isLocalName, isLoopback, saysNoSite } from './gate.ts';
import { Refusal } from './problems.ts';
import type { Session, Sessions } from './sessions.ts';

const READING = new Set(['GET', 'HEAD']);
/** A browser gives such a cookie back to this host alone, and only over a connection it takes for safe. */
const SAFE_COOKIE = '__Host-scraping-session';
/** Over plain HTTP by name there is no such cookie; docs/api.md says to put TLS before it. */
const PLAIN_COOKIE = 'scraping-session';
/** What a proxy adds. */
const FORWARDING = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

export interface WhoAsksDeps extends Pick<ApiDeps, 'isOwnUser'> {
  readonly tokens: TokenCheck;
  readonly sessions: Sessions;
  readonly clock: Pick<Clock, 'now'>;
}

export interface WhoAsks {
  /** null = nobody that is known. @throws {Refusal} E_TOKEN (a token that is not good), E_CROSS_SITE */
  principalOf(request: FastifyRequest): Promise<Principal | null>;
  /** Whether it still may what it may: asked again and again while a stream is open. */
  stillGood(principal: Principal): Promise<boolean>;
}

export function createWhoAsks({ tokens, sessions, clock, isOwnUser }: WhoAsksDeps): WhoAsks {
  return {
    principalOf: async (request) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) return byToken(tokens, authorization);
      const session = sessionOf(sessions, request);
      if (session !== null) {
        if (!READING.has(request.method) && saysNoSite(request)) throw new Refusal('E_CROSS_SITE', 'noOrigin');
        return bySession(tokens, session);
      }
      return (await isLocalUser(request, tokens, isOwnUser)) ? LOCAL_USER : null;
    },
    stillGood: async ({ by, id, role, until }) => {
      if (until !== null && until <= clock.now()) return false;
      if (by === 'local') return !(await tokens.anyToken());
      return (await tokens.stillGood(id.slice(TOKEN.length)))?.role === role;
    },
  };
}

const TOKEN = 'token:';
const LOCAL_USER: Principal = { id: 'local', actor: 'api:local', role: 'operator', by: 'local', until: null };

async function byToken(tokens: TokenCheck, header: string): Promise<Principal> {
  const [, token] = /^Bearer +(\S{1,200})$/i.exec(header) ?? [];
  const owner = token === undefined ? null : await tokens.ownerOf(token);
  if (owner === null)
    throw new Refusal('E_TOKEN', 'badToken', '', { 'www-authenticate': 'Bearer error="invalid_token"' });
  return { id: `${TOKEN}${owner.id}`, actor: `api:${owner.name}`, role: owner.role, by: 'token', until: null };
}

async function bySession(tokens: TokenCheck, session: Session): Promise<Principal | null> {
  const owner = await tokens.stillGood(session.token);
  if (owner === null) return null;
  return {
    id: `${TOKEN}${owner.id}`,
    actor: `web:${owner.name}`,
    role: owner.role,
    by: 'session',
    until: session.until,
  };
}

async function isLocalUser(
  request: FastifyRequest,
  tokens: TokenCheck,
  isOwnUser: ApiDeps['isOwnUser'],
): Promise<boolean> {
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = request.socket;
  if (!isLoopback(localAddress) || !isLoopback(remoteAddress) || !isLocalName(request)) return false;
  if (FORWARDING.some((name) => request.headers[name] !== undefined)) return false;
  if (await tokens.anyToken()) return false;
  return isOwnUser({ localAddress, localPort, remoteAddress, remotePort });
}

function sessionOf(sessions: Sessions, request: FastifyRequest): Session | null {
  const secret = sessionSecret(request);
  return secret === null ? null : sessions.find(secret);
}

export function sessionSecret(request: FastifyRequest): string | null {
  const wanted = cookieName(request);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === wanted && value !== undefined && value !== '') return value;
  }
  return null;
}

/** @param secret null = the cookie is taken away. */
export function sessionCookie(request: FastifyRequest, secret: string | null, seconds: number): string {
  const safe = isSafe(request) ? '; Secure' : '';
  const age = secret === null ? 0 : Math.ceil(seconds);
  return `${cookieName(request)}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${safe}`;
}

function cookieName(request: FastifyRequest): string {
  return isSafe(request) ? SAFE_COOKIE : PLAIN_COOKIE;
}

function isSafe(request: FastifyRequest): boolean {
  return request.protocol === 'https' || isLocalName(request);
}
