/** How soon a worker that died, and one that hangs, are noticed and their task is settled. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figure } from '../support/figure.ts';
import { install, someSearches } from '../support/installation.ts';
import { countIn, killServe, startServe, untilSeen } from '../support/serve.ts';

const TIMEOUT_S = 5;
const GRACE_S = 5;

export const supervision: Figure = {
  name: 'supervision',
  title: 'A worker that dies, and one that hangs',
  measure: async ({ rounds }) => {
    const seen: Noticed[] = [];
    for (let round = 0; round < rounds; round += 1) seen.push(await oneRound());
    return {
      measures: [
        {
          name: 'killed: noticed after',
          unit: 's',
          digits: 3,
          target: { kind: 'at most', value: 1 },
          values: seen.map(({ deadMs }) => deadMs / 1000),
        },
        {
          name: `hung: ended after (its time-out is ${TIMEOUT_S} s)`,
          unit: 's',
          digits: 2,
          target: { kind: 'at most', value: TIMEOUT_S + GRACE_S },
          values: seen.map(({ hungMs }) => hungMs / 1000),
        },
      ],
      notes: [
        'From the kill, or from the arrival of the request after which the worker is stopped (SIGSTOP), to the event in the database that settles the attempt.',
      ],
    };
  },
};

interface Noticed {
  readonly hungMs: number;
  readonly deadMs: number;
}

async function oneRound(): Promise<Noticed> {
  const arrivals: number[] = [];
  // A portal that lets everything be asked and answers nothing.
  const portal = createServer((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else arrivals.push(Date.now());
  });
  await new Promise<void>((resolve) => {
    portal.listen(0, '127.0.0.1', resolve);
  });
  const seconds = `${TIMEOUT_S}s`;
  const installation = install(`http://127.0.0.1:${(portal.address() as AddressInfo).port}`, someSearches(24), {
    execution: {
      max_concurrency: 1,
      max_machine_percent: 100,
      progress_timeout: seconds,
      request_timeout: seconds,
      connect_timeout: seconds,
      headers_timeout: seconds,
      retry: { delay: '100ms', strategy: 'linear' },
    },
  });
  const child = startServe(installation);
  const eventAt = (code: string): Promise<number> =>
    untilSeen(() => countIn(installation, `SELECT MIN(at) FROM task_events WHERE code = '${code}'`) || null, code);
  const workerBut = (pid: number): Promise<number> =>
    untilSeen(() => countIn(installation, `SELECT pid FROM workers WHERE pid <> ${pid}`) || null, 'a worker');
  try {
    const askedAt = await untilSeen(() => arrivals[0] ?? null, 'a request');
    const hanging = await workerBut(0);
    // It stands still before its own time-out for the request can help it.
    process.kill(hanging, 'SIGSTOP');
    const hungMs = (await eventAt('E_HUNG')) - askedAt;
    await untilSeen(() => arrivals[1] ?? null, 'a second request');
    const dying = await workerBut(hanging);
    const killedAt = Date.now();
    process.kill(dying, 'SIGKILL');
    return { hungMs, deadMs: (await eventAt('E_WORKER_DIED')) - killedAt };
  } finally {
    await killServe(child);
    portal.closeAllConnections();
    portal.close();
  }
}
