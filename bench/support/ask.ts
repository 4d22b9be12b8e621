/** Requests to the API as a program asks: over kept connections, timed. */
import { request } from 'node:http';
import type { Agent } from 'node:http';

export interface Door {
  readonly port: number;
  readonly agent: Agent;
}

export interface Asked {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

export interface AskOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of this machine: who asks from another one is another visitor to the API. */
  readonly from?: string;
}

export function ask({ port, agent }: Door, path: string, options: AskOptions = {}): Promise<Asked> {
  const { method = 'GET', body, headers = {}, from } = options;
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent,
        ...(from === undefined ? {} : { localAddress: from }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - begun });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
