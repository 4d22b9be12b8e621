/** How a pool connects through a proxy: the name is checked, the tunnel opened, TLS made with the portal itself. */
import type { Socket } from 'node:net';
import { callbackify } from 'node:util';
import type { buildConnector as Connector } from 'undici';
import type { Proxy } from './contract.ts';
import { FetchTrouble } from './fetch-trouble.ts';
import { certificateTrouble } from './certificate-trouble.ts';
import { bareHost } from './guard.ts';
import { openTunnel } from './tunnel.ts';
import { buildConnector } from './undici-parts.ts';

export interface ProxyConnection {
  readonly proxy: Proxy;
  readonly connectMs: number;
  readonly ignoresCertificates: boolean;
  readonly connected: () => void;
}

/** Tells why a host may not be reached, an error of looking it up, or null. */
export type HostCheck = (host: string, found: (trouble: string | Error | null) => void) => void;

export function proxyConnector(connection: ProxyConnection, check: HostCheck): Connector.connector {
  const connect = callbackify((options: Connector.Options) => connectThrough(connection, check, options));
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket);
      else callback(error, null);
    });
  };
}

async function connectThrough(
  { proxy, connectMs, ignoresCertificates, connected }: ProxyConnection,
  check: HostCheck,
  options: Connector.Options,
): Promise<Socket> {
  const host = bareHost(options.hostname);
  const isTls = options.protocol === 'https:';
  await passed(check, host);
  const socket = await openTunnel(proxy, host, Number(options.port) || (isTls ? 443 : 80), connectMs);
  connected();
  if (!isTls) return socket;
  try {
    const secured = await withTls({ ...options, httpSocket: socket }, connectMs);
    const wrong = ignoresCertificates ? null : certificateTrouble(secured, host);
    if (wrong !== null) throw wrong;
    return secured;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function passed(check: HostCheck, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    check(host, (trouble) => {
      if (trouble === null) resolve();
      else reject(typeof trouble === 'string' ? new FetchTrouble('E_ADDRESS', trouble) : trouble);
    });
  });
}

/** TLS with the portal itself, inside the tunnel; its certificate is looked at afterwards. */
function withTls(options: Connector.Options, timeout: number): Promise<Socket> {
  const connect = buildConnector({ allowH2: false, timeout, rejectUnauthorized: false });
  return new Promise((resolve, reject) => {
    connect(options, (error, socket) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}
