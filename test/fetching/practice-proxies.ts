/** Real proxies on loopback: CONNECT over HTTP and HTTPS, SOCKS5, with or without a login, and such as fail. */
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { Proxy } from '../../src/fetching/contract.ts';
import { makeCertificate } from '../../practice/faults/certificate.ts';

export interface PracticeProxy {
  readonly proxy: Proxy;
  /** `host:port` of each tunnel asked for. */
  readonly tunnels: readonly string[];
}

interface Login {
  readonly user: string;
  readonly password: string;
}

const NO_LOGIN: Login = { user: '', password: '' };

/** @param status what it answers instead of a tunnel */
export async function httpProxy(
  t: TestContext,
  name: string,
  login = NO_LOGIN,
  status?: number,
): Promise<PracticeProxy> {
  const server = createHttpServer((_, response) => response.writeHead(405).end());
  const tunnels = openTunnels(server, login, status);
  return { proxy: { name, kind: 'http', ...login, ...(await listen(t, server)) }, tunnels };
}

const DAY_MS = 86_400_000;

/** A proxy that is itself reached over TLS. `cert` signs itself: whoever uses it must know it. */
export async function httpsProxy(
  t: TestContext,
  name: string,
  login = NO_LOGIN,
): Promise<PracticeProxy & { readonly cert: string }> {
  const now = Date.now();
  const certificate = makeCertificate({ host: 'localhost', from: now - DAY_MS, to: now + DAY_MS });
  const server = createHttpsServer(certificate, (_, response) => response.writeHead(405).end());
  const tunnels = openTunnels(server, login);
  const place = { ...(await listen(t, server)), host: 'localhost' };
  return { proxy: { name, kind: 'https', ...login, ...place }, tunnels, cert: certificate.cert };
}

/** A proxy that takes a connection and says nothing more. */
export async function silentProxy(t: TestContext, name: string): Promise<PracticeProxy> {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  return { proxy: { name, kind: 'http', ...NO_LOGIN, ...(await listen(t, server)) }, tunnels: [] };
}

export function deadProxy(name: string): Proxy {
  return { name, kind: 'http', host: '127.0.0.1', port: 1, ...NO_LOGIN };
}

function openTunnels(server: HttpServer, login: Login, status?: number): readonly string[] {
  const tunnels: string[] = [];
  server.on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '');
    const wanted = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    const refused = login.user !== '' && request.headers['proxy-authorization'] !== wanted ? 407 : status;
    if (refused !== undefined) {
      socket.end(`HTTP/1.1 ${refused} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    join(socket, host, Number(port), () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  });
  return tunnels;
}

export async function socksProxy(t: TestContext, name: string, login = NO_LOGIN, reply = 0): Promise<PracticeProxy> {
  const tunnels: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void serveSocks(socket, login, reply, tunnels).catch(() => socket.destroy());
  });
  return { proxy: { name, kind: 'socks5', ...login, ...(await listen(t, server)) }, tunnels };
}

async function serveSocks(socket: Socket, login: Login, reply: number, tunnels: string[]): Promise<void> {
  const [, count = 0] = await read(socket, 2);
  const methods = [...(await read(socket, count))];
  const method = login.user === '' ? 0 : 2;
  socket.write(Uint8Array.of(5, methods.includes(method) ? method : 255));
  if (method === 2) {
    const [, userLength = 0] = await read(socket, 2);
    const user = (await read(socket, userLength)).toString();
    const [passwordLength = 0] = await read(socket, 1);
    const password = (await read(socket, passwordLength)).toString();
    const right = user === login.user && password === login.password;
    socket.write(Uint8Array.of(1, right ? 0 : 1));
    if (!right) return void socket.end();
  }
  const head = await read(socket, 5);
  const host = (await read(socket, head[4] ?? 0)).toString();
  const port = (await read(socket, 2)).readUInt16BE(0);
  tunnels.push(`${host}:${port}`);
  const answer = Uint8Array.of(5, reply, 0, 1, 127, 0, 0, 1, 0, 0);
  if (reply !== 0) socket.end(answer);
  else join(socket, host, port, () => socket.write(answer));
}

async function read(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes = length === 0 ? Buffer.alloc(0) : (socket.read(length) as Buffer | null);
    if (bytes !== null) return bytes;
    await new Promise((resolve, reject) => {
      socket.once('readable', resolve);
      socket.once('close', () => reject(new Error('closed')));
    });
  }
}

function join(socket: Socket, host: string, port: number, joined: () => void): void {
  // It resolves names where it stands: every portal is on this machine.
  const target = connect(
    { host, port, lookup: (_, __, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) },
    () => {
      joined();
      socket.pipe(target).pipe(socket);
    },
  );
  target.on('error', () => socket.destroy());
  socket.on('error', () => target.destroy());
  socket.on('close', () => target.destroy());
}

async function listen(t: TestContext, server: Server): Promise<{ readonly host: string; readonly port: number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}
