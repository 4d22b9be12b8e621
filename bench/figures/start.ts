/** How long the command takes until a portal sees its first request. */
import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Figure } from '../support/figure.ts';
import { chooseSearches, install } from '../support/installation.ts';
import { exitCodeOf } from '../support/pinned.ts';
import { startPortals } from '../support/portals.ts';
import { commandOf } from '../support/product.ts';
import type { Product } from '../support/product.ts';

const SITES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'];

export const start: Figure = {
  name: 'start',
  title: 'From the command to the first request',
  ofRelease: true,
  measure: async ({ rounds, product }) => {
    const portals = await startPortals();
    const seen: Seen[] = [];
    try {
      const catalogue = await chooseSearches(portals, SITES, 1, 'largest');
      for (let round = 0; round < rounds; round += 1) seen.push(await timeStart(product, portals.origin, catalogue));
    } finally {
      await portals.close();
    }
    return {
      measures: [
        {
          name: 'first request (robots.txt)',
          unit: 's',
          digits: 2,
          target: { kind: 'at most', value: 2.5 },
          values: seen.map((one) => one.first),
        },
        { name: 'first page asked for', unit: 's', digits: 2, target: null, values: seen.map((one) => one.page) },
      ],
      notes: [
        '`node bin/scraping-orchestrator.mjs run` in a new installation (the database is made too), on both cores; time of the first bytes at a relay before the portals.',
      ],
    };
  },
};

/** Seconds after the command. */
interface Seen {
  readonly first: number;
  readonly page: number;
}

async function timeStart(product: Product, origin: string, catalogue: readonly string[]): Promise<Seen> {
  const first = Promise.withResolvers<number>();
  const page = Promise.withResolvers<number>();
  const relay = createServer((socket) => {
    const portal = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('data', (bytes) => {
      const path = /^GET (\S+)/.exec(bytes.toString('latin1'))?.[1];
      if (path === undefined) return;
      first.resolve(performance.now());
      if (path !== '/robots.txt') page.resolve(performance.now());
    });
    for (const end of [socket, portal]) end.on('error', () => undefined);
    socket.pipe(portal).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
  const installation = install(`http://127.0.0.1:${(relay.address() as AddressInfo).port}`, catalogue);
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [commandOf(product, 'scraping-orchestrator'), 'run', '--quiet', '--config', installation.configFile],
    { stdio: 'ignore' },
  );
  const ended = exitCodeOf(child);
  child.once('exit', (code) => {
    page.reject(new Error(`the command ended with exit code ${code} before it asked for a page`));
  });
  const seen = { first: ((await first.promise) - startedAt) / 1000, page: ((await page.promise) - startedAt) / 1000 };
  child.kill('SIGTERM');
  await ended;
  relay.close();
  return seen;
}
