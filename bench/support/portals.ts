/** The practice portals as a process of their own. */
import { once } from 'node:events';
import type { Traffic } from '../../practice/traffic.ts';
import { exitCodeOf, PORTAL_CORE, startPinned } from './pinned.ts';

export interface BenchPortals {
  readonly origin: string;
  /** The catalogue's addresses of a site, with the number of adverts behind each. */
  searches(site: string): Promise<readonly { readonly url: string; readonly total: number | null }[]>;
  traffic(): Promise<Traffic>;
  forgetTraffic(): Promise<void>;
  close(): Promise<void>;
}

export async function startPortals(): Promise<BenchPortals> {
  const child = startPinned(PORTAL_CORE, 'practice/main.ts', ['--port', '0', '--faults-free']);
  if (child.stdout === null) throw new Error('the practice portals have no output');
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0];
  if (origin === undefined) throw new Error(`the practice portals did not start: ${first.toString()}`);
  const control = async (path: string, method = 'GET'): Promise<unknown> =>
    (await fetch(`${origin}/__practice/${path}`, { method })).json();
  return {
    origin,
    searches: async (site) => (await control(`urls?site=${site}`)) as Awaited<ReturnType<BenchPortals['searches']>>,
    traffic: async () => (await control('stats')) as Traffic,
    forgetTraffic: async () => {
      await control('stats', 'DELETE');
    },
    close: async () => {
      child.kill('SIGTERM');
      await exitCodeOf(child);
    },
  };
}
