/** Whether a server's certificate holds, told with its dates (F44). */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { FetchTrouble } from './fetch-trouble.ts';

/** Null for a plain connection and for a certificate that holds; else what is wrong with it, and its dates. */
export function certificateTrouble(socket: Socket, host: string): FetchTrouble | null {
  if (!(socket instanceof TLSSocket) || socket.authorized) return null;
  // Declared as an Error, and a code in truth (node:tls, `authorizationError`).
  const code = String(socket.authorizationError);
  const { valid_from: from, valid_to: to } = socket.getPeerCertificate();
  return new FetchTrouble(
    'E_TLS',
    `the certificate of ${host} does not hold: ${code}; it is valid from ${from} to ${to}`,
  );
}
