/**
 * Rehearsal (D33): every request goes to one loopback origin, with the portal's own name in its Host header and http
 * instead of https. The governor and the cookies keep seeing the portal's own address.
 */
import { Fault } from '../core/errors.ts';
import { bareHost } from './guard.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** @throws {Fault} E_CONFIG when the origin is not a plain http origin of this machine. */
export function rehearsalOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    url.protocol !== 'http:' ||
    !LOOPBACK.includes(bareHost(url.hostname)) ||
    url.origin !== text.replace(/\/$/, '')
  ) {
    throw new Fault('E_CONFIG', `the rehearsal origin ${JSON.stringify(text)} is not an http origin of this machine`, {
      cure: 'Give it as http://127.0.0.1:PORT.',
    });
  }
  return url.origin;
}

/** Whether a connected socket is the loopback machine's. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || (address?.startsWith('127.') ?? false) || (address?.startsWith('::ffff:127.') ?? false);
}
