/**
 * What is asked of every request before anything else: the name it was sent to (T10, DNS rebinding), and whether a page
 * of another site had a browser send it (T9, CSRF).
 */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './problems.ts';

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LONGEST_SHOWN = 100;

/** @throws {Refusal} E_HOST */
export function assertHost(request: FastifyRequest, allowed: ReadonlySet<string>): void {
  const name = nameOf(request);
  if (LOCAL_NAMES.has(name) || allowed.has(name) || isOwnAddress(name, request)) return;
  throw new Refusal('E_HOST', 'otherHost', JSON.stringify(request.host.slice(0, LONGEST_SHOWN)));
}

function nameOf(request: FastifyRequest): string {
  return request.host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
}

/** Whether a browser takes the connection for a safe one although it may be plain HTTP. */
export function isLocalName(request: FastifyRequest): boolean {
  return LOCAL_NAMES.has(nameOf(request));
}

/** An address cannot be bound anew, as a name can: the one that was connected to is ours. */
function isOwnAddress(name: string, { socket }: FastifyRequest): boolean {
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && address === plainAddress(socket.localAddress ?? '');
}

/** `::ffff:127.0.0.1` is `127.0.0.1`. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * A browser says with `Sec-Fetch-Site` which page asks, an older one with `Origin`; programs send neither.
 * @param isFile a page or file of the dashboard, which anybody may link to
 * @throws {Refusal} E_CROSS_SITE
 */
export function assertSameSite(request: FastifyRequest, isFile: boolean): void {
  if (isFile) return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  const { origin } = request.headers;
  if (site === undefined && (origin === undefined || hostOf(origin) === request.host.toLowerCase())) return;
  throw new Refusal('E_CROSS_SITE', 'crossSite', JSON.stringify((origin ?? String(site)).slice(0, LONGEST_SHOWN)));
}

/** Nothing of it says which page asks: a browser that would use a cookie always says it. */
export function saysNoSite({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === undefined && headers.origin === undefined;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
