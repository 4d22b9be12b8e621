/** The product's worker, but for pages whose address it was told to go wrong at: `bad-worker.ts '{"terrenos": "exit"}'`. */
import { Socket } from 'node:net';
import { systemClock, systemRandom } from '../../src/core/clock.ts';
import { serveWorker } from '../../src/engine/worker/serve.ts';
import { compileDefinition } from '../../src/extraction/compile-definition.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { createRenderer } from '../../src/fetching/render.ts';

const MB = 2 ** 20;
const kept: unknown[] = [];

const WAYS: Readonly<Record<string, () => Promise<never> | never>> = {
  exit: () => process.exit(3),
  crash: () => process.abort(),
  /** More real memory than allowed, outside the JavaScript heap. */
  grow: () => {
    kept.push(Buffer.alloc(600 * MB, 1));
    return new Promise(() => setInterval(() => undefined, 60_000));
  },
  /** A full JavaScript heap. */
  heap: () => {
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  },
  /** Never gives the loop back. */
  spin: () => {
    for (;;) kept.length = 0;
  },
  flood: () => {
    const line = 'x'.repeat(65_536);
    for (let n = 0; n < 800; n += 1) process.stdout.write(line);
    process.exit(4);
  },
};

const plan = Object.entries(JSON.parse(process.argv[2] ?? '{}') as Record<string, string>);

serveWorker({
  pipe: new Socket({ fd: 3, readable: true, writable: true }),
  clock: systemClock,
  random: systemRandom,
  createFetcher: (settings, permits) => {
    const fetcher = createHttpFetcher(settings, { permits, clock: systemClock });
    return {
      fetch: (request, signal) => {
        const way = plan.find(([part]) => request.url.includes(part))?.[1];
        return way === undefined ? fetcher.fetch(request, signal) : (WAYS[way]?.() ?? fetcher.fetch(request, signal));
      },
      close: () => fetcher.close(),
    };
  },
  createRenderer: (settings, fetcher) =>
    createRenderer(settings, { fetcher, clock: systemClock, environment: process.env }),
  compileSite: compileDefinition,
  leave: (code) => process.exit(code),
});
