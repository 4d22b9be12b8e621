/** F54 in a process of its own: bodies without end are fetched one after the other; prints the memory held after each, bytes. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../src/core/clock.ts';
import { createHttpFetcher } from '../../src/fetching/http.ts';
import { openPermits } from '../fetching/open-permits.ts';
import { LIMITS } from '../fetching/with-fetcher.ts';

const [url = '', wireBytes = '', times = ''] = process.argv.slice(2);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const fetcher = createHttpFetcher(
  {
    limits: { ...LIMITS, wireBytes: Number(wireBytes) },
    userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
    allowedHosts: ['127.0.0.1'],
    rehearsalOrigin: null,
  },
  { permits: openPermits(), clock: systemClock },
);
const held: number[] = [];
for (let time = 0; time < Number(times); time += 1) {
  const result = await fetcher.fetch(
    { site: 'Inm24', url, purpose: 'list', allowedHosts: [] },
    new AbortController().signal,
  );
  if (result.kind !== 'failure' || result.code !== 'E_TOO_LARGE') throw new Error(JSON.stringify(result));
  // A connection that is being closed lets go of its last bytes when the loop has turned.
  collect();
  await setImmediate();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  held.push(heapUsed + external);
}
await fetcher.close();
process.stdout.write(JSON.stringify(held));
