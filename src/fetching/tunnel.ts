/** A connection to a host through a proxy: CONNECT over HTTP or HTTPS, or SOCKS5 (RFC 1928, 1929). Trouble here is the proxy's. */
import { connect as connectPlain, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf } from '../core/errors.ts';
import type { Proxy } from './contract.ts';
import { FetchTrouble } from './fetch-trouble.ts';

/** A proxy's answer to CONNECT is a few lines; more is something else. */
const LONGEST_ANSWER = 16_384;
const HEADER_END = '\r\n\r\n';

/** @throws {FetchTrouble} E_PROXY that names the proxy, never its password */
export async function openTunnel(proxy: Proxy, host: string, port: number, timeoutMs: number): Promise<Socket> {
  const socket = connectTo(proxy);
  const late = setTimeout(() => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs);
  try {
    await once(socket, proxy.kind === 'https' ? 'secureConnect' : 'connect');
    await (proxy.kind === 'socks5' ? throughSocks(socket, proxy, host, port) : throughHttp(socket, proxy, host, port));
    return socket;
  } catch (error) {
    socket.destroy();
    throw new FetchTrouble('E_PROXY', `the proxy ${proxy.name} (${proxy.host}:${proxy.port}): ${reasonOf(error)}`);
  } finally {
    clearTimeout(late);
  }
}

/** Certificates of proxies are often a company's own. */
const UNKNOWN_AUTHORITY: ReadonlySet<unknown> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (!UNKNOWN_AUTHORITY.has(code)) return messageOf(error);
  return `${messageOf(error)} (${String(code)}); name the file of its authority in NODE_EXTRA_CA_CERTS`;
}

function connectTo({ kind, host, port }: Proxy): Socket {
  if (kind !== 'https') return connectPlain({ host, port });
  return connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) });
}

async function throughHttp(socket: Socket, proxy: Proxy, host: string, port: number): Promise<void> {
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const credentials = Buffer.from(`${proxy.user}:${proxy.password}`, 'utf8').toString('base64');
  const login = proxy.user === '' ? '' : `Proxy-Authorization: Basic ${credentials}\r\n`;
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${login}\r\n`);
  const answer = await readUntil(socket, (bytes) => {
    const end = bytes.indexOf(HEADER_END);
    return end === -1 ? -1 : end + HEADER_END.length;
  });
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer.toString('latin1'))?.[1] ?? '?';
  if (status === '407') throw new Error('status 407: it does not take our user name and password');
  if (!status.startsWith('2')) throw new Error(`status ${status} to CONNECT ${target}`);
}

const SOCKS = { version: 5, noLogin: 0, password: 2, connect: 1, domain: 3, ipv4: 1, ipv6: 4 } as const;
const SOCKS_REPLIES: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'its rules do not allow it',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'time to live expired',
  7: 'command not supported',
  8: 'address type not supported',
};

async function throughSocks(socket: Socket, proxy: Proxy, host: string, port: number): Promise<void> {
  const methods = proxy.user === '' ? [SOCKS.noLogin] : [SOCKS.noLogin, SOCKS.password];
  socket.write(Uint8Array.from([SOCKS.version, methods.length, ...methods]));
  const [, method] = await readUntil(socket, () => 2);
  if (method === SOCKS.password && proxy.user !== '') {
    const [user, password] = [Buffer.from(proxy.user), Buffer.from(proxy.password)];
    socket.write(Buffer.concat([Uint8Array.of(1, user.length), user, Uint8Array.of(password.length), password]));
    const [, refused] = await readUntil(socket, () => 2);
    if (refused !== 0) throw new Error('it does not take our user name and password');
  } else if (method !== SOCKS.noLogin) throw new Error('it wants a login that we have not');
  // The name goes to the proxy as it is: it resolves it where it stands.
  const name = Buffer.from(host);
  const request = Uint8Array.of(SOCKS.version, SOCKS.connect, 0, SOCKS.domain, name.length);
  socket.write(Buffer.concat([request, name, Uint8Array.of(port >> 8, port & 255)]));
  const answer = await readUntil(socket, replyLength);
  const code = answer[1] ?? 1;
  if (code !== 0) throw new Error(`SOCKS: ${SOCKS_REPLIES[code] ?? `code ${code}`}`);
}

/** Length of a SOCKS reply by its address type; -1 = not all there yet. */
function replyLength(bytes: Buffer): number {
  if (bytes.length < 5) return -1;
  const type = bytes[3];
  const address = type === SOCKS.ipv4 ? 4 : type === SOCKS.ipv6 ? 16 : 1 + (bytes[4] ?? 0);
  return 4 + address + 2;
}

/** The first bytes, as many as `length` says; what comes behind them stays in the socket. */
function readUntil(socket: Socket, length: (bytes: Buffer) => number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const finish = (settle: () => void): void => {
      socket.off('readable', onReadable);
      socket.off('error', onError);
      socket.off('close', onClose);
      settle();
    };
    const onError = (error: Error): void => finish(() => reject(error));
    const onClose = (): void => finish(() => reject(new Error('it closed the connection')));
    const onReadable = (): void => {
      for (;;) {
        const chunk = socket.read() as Buffer | null;
        if (chunk === null) return;
        bytes = Buffer.concat([bytes, chunk]);
        const end = length(bytes);
        if (end !== -1 && bytes.length >= end) {
          finish(() => resolve(bytes.subarray(0, end)));
          if (bytes.length > end) socket.unshift(bytes.subarray(end));
          return;
        }
        if (bytes.length > LONGEST_ANSWER) return finish(() => reject(new Error('its answer is too long')));
      }
    };
    socket.on('readable', onReadable);
    socket.on('error', onError);
    socket.on('close', onClose);
    onReadable();
  });
}

function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => {
      socket.off('error', reject);
      resolve();
    });
    socket.once('error', reject);
  });
}
