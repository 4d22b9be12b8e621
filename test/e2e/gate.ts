/**
 * A gate before the practice portals: it sees every request, and holds, refuses or fails those a test names. With it a
 * test brings a batch to a moment and keeps it there, instead of hoping to meet that moment by sleeping.
 */
import { Agent, createServer, request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** A request for a page; robots.txt always passes and is not counted. */
interface Visit {
  readonly host: string;
  /** `https://www.lamudi.com.mx/jalisco/…`: as the catalogue and the rows name it. */
  readonly url: string;
  /** Life of the product in which it came: see `beginLife`. */
  readonly life: number;
}

export interface Gate {
  /** The address to give as `security.rehearsal.portals`. */
  readonly origin: string;
  readonly visits: readonly Visit[];
  /** Visits that are held back now. */
  readonly held: readonly Visit[];
  forwardTo(origin: string): void;
  /** Holds pages back: of this host, or of all. */
  hold(host?: string): void;
  /** Lets one held visit through, or the next one that comes: of this host, or of any. */
  passOne(host?: string): void;
  /** Holds nothing back any more. */
  open(): void;
  /** Cuts every connection for this host, robots.txt too: it is down. */
  refuse(host: string): void;
  /** Answers the next requests for this address with 500. */
  fail(url: string, times: number): void;
  /** Visits from now on belong to another life of the product. */
  beginLife(): void;
}

interface Waiting extends Visit {
  readonly go: () => void;
  readonly gone: () => boolean;
}

export async function openGate(t: TestContext): Promise<Gate> {
  const agent = new Agent({ keepAlive: true });
  const visits: Visit[] = [];
  let waiting: Waiting[] = [];
  const holding = new Set<string>();
  const passes: (string | undefined)[] = [];
  const refused = new Set<string>();
  const failures = new Map<string, number>();
  let target = '';
  let life = 1;

  const isHeld = (host: string): boolean => {
    if (!holding.has(host) && !holding.has('*')) return false;
    const pass = passes.findIndex((one) => one === undefined || one === host);
    if (pass < 0) return true;
    passes.splice(pass, 1);
    return false;
  };
  const forward = (from: IncomingMessage, to: ServerResponse): void => {
    const onward = ask(
      `${target}${from.url ?? '/'}`,
      { agent, method: from.method, headers: from.headers },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      },
    );
    onward.on('error', () => to.destroy());
    to.on('close', () => onward.destroy());
    onward.end();
  };
  const server = createServer((from, to) => {
    const host = (from.headers.host ?? '').replace(/:\d+$/, '');
    if (refused.has(host)) {
      from.socket.destroy();
      return;
    }
    const path = from.url ?? '/';
    if (path === '/robots.txt' || path.startsWith('/__practice/')) {
      forward(from, to);
      return;
    }
    const visit = { host, url: `https://${host}${path}`, life };
    visits.push(visit);
    const left = failures.get(visit.url) ?? 0;
    if (left > 0) {
      failures.set(visit.url, left - 1);
      to.writeHead(500).end('failed by the test');
    } else if (isHeld(host)) waiting.push({ ...visit, go: () => forward(from, to), gone: () => to.destroyed });
    else forward(from, to);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    get held() {
      waiting = waiting.filter((one) => !one.gone());
      return waiting;
    },
    forwardTo: (origin) => {
      target = origin;
    },
    hold: (host = '*') => {
      holding.add(host);
    },
    passOne: (host) => {
      const index = waiting.findIndex((one) => !one.gone() && (host === undefined || one.host === host));
      if (index < 0) passes.push(host);
      else for (const one of waiting.splice(index, 1)) one.go();
    },
    open: () => {
      holding.clear();
      passes.length = 0;
      for (const one of waiting.splice(0)) one.go();
    },
    refuse: (host) => {
      refused.add(host);
    },
    fail: (url, times) => {
      failures.set(url, times);
    },
    beginLife: () => {
      life += 1;
    },
  };
}
