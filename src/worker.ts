/** Composition root of a worker process: builds the concrete network and extraction, and serves the agent on fd 3. */
import { Socket } from 'node:net';
import { systemClock, systemRandom } from './core/clock.ts';
import { serveWorker } from './engine/worker/serve.ts';
import { compileDefinition } from './extraction/compile-definition.ts';
import { createHttpFetcher } from './fetching/http.ts';
import { createRenderer } from './fetching/render.ts';

// Whatever a page or a library does, nothing is added to what every object has (T19).
Object.preventExtensions(Object.prototype);

serveWorker({
  pipe: new Socket({ fd: 3, readable: true, writable: true }),
  clock: systemClock,
  random: systemRandom,
  createFetcher: (settings, permits) => createHttpFetcher(settings, { permits, clock: systemClock }),
  // A worker's environment was chosen by its agent.
  createRenderer: (settings, fetcher) =>
    createRenderer(settings, { fetcher, clock: systemClock, environment: process.env }),
  compileSite: compileDefinition,
  leave: (code) => {
    process.exit(code);
  },
});
