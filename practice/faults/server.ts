/**
 * A server of raw sockets that answers wrongly on purpose: every network fault of the matrix has an address here
 * (`/F51-gzip-cut`). It listens on loopback only.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface RawRequest {
  /** `GET` */
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests this connection has brought, this one included. */
  readonly onConnection: number;
}

/** Answers one request; whatever it leaves open the server closes in the end. */
export type FaultCase = (socket: Socket, request: RawRequest) => void;

export interface FaultServer {
  readonly port: number;
  readonly origin: string;
  /** Every request so far, in order. */
  readonly requests: readonly RawRequest[];
  /** Connections accepted so far. */
  connections(): number;
  readonly url: (target: string) => string;
  close(): Promise<void>;
}

/** A head longer than this is not answered at all. */
const LONGEST_HEAD = 65_536;

function parseHead(head: string, onConnection: number): RawRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { method, target, headers, onConnection };
}

/**
 * Starts the server on a free loopback port.
 *
 * @param choose the case that answers a request's path (without its query); null = 404
 */
export async function startFaultServer(choose: (path: string) => FaultCase | null): Promise<FaultServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    let received = '';
    let onConnection = 0;
    socket.on('close', () => sockets.delete(socket));
    // The client breaks connections on purpose: that is what is tested.
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) {
        if (received.length > LONGEST_HEAD) socket.destroy();
        return;
      }
      onConnection++;
      const request = parseHead(received.slice(0, end), onConnection);
      received = received.slice(end + 4);
      requests.push(request);
      const path = request.target.split('?')[0] ?? '';
      const answer = choose(path);
      if (answer === null) socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      else answer(socket, request);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const self: FaultServer = {
    port,
    origin,
    requests,
    connections: () => connections,
    url: (target) => `${origin}${target}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return self;
}
