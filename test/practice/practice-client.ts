/** Asks the practice portals as a crawler would: by Host name, on their loopback port. */
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decoded from its content encoding. */
  readonly body: Buffer;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly accept?: string;
  readonly body?: string;
}

/** `address` is the portal's own URL; the request goes to the practice server's port. */
export function ask(port: number, address: string, asking: Asking = {}): Promise<Reply> {
  const url = new URL(address);
  return askRaw(port, url.host, `${url.pathname}${url.search}`, asking);
}

/** As `ask`, with the path as it is, also when no URL has such a one. */
export function askRaw(port: number, host: string, path: string, asking: Asking = {}): Promise<Reply> {
  const headers = { host, 'accept-encoding': asking.accept ?? 'gzip, br', 'user-agent': 'practice-test' };
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method: asking.method ?? 'GET',
      path,
      headers,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const wire = Buffer.concat(chunks);
        const encoding = response.headers['content-encoding'];
        const body = encoding === 'br' ? brotliDecompressSync(wire) : encoding === 'gzip' ? gunzipSync(wire) : wire;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString('utf8') });
      });
    });
    sent.end(asking.body);
  });
}

/** A control page's JSON. */
export async function control<T>(port: number, path: string, asking: Asking = {}): Promise<T> {
  const reply = await ask(port, `http://127.0.0.1:${port}/__practice/${path}`, asking);
  return JSON.parse(reply.text) as T;
}
