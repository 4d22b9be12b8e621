import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { LONGEST_BEHIND_MS, StreamClient, streamEvent } from '../../src/api/stream-client.ts';
import { until } from '../e2e/until.ts';

const BIG = streamEvent('change', '1', { text: 'x'.repeat(50_000) });
/** What the kernel takes of a connection that nobody reads; loopback gives some megabytes. */
const MANY = 2000;

async function slowReader(t: TestContext): Promise<{ readonly response: ServerResponse; readonly reader: Socket }> {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  const server = createServer((_request, response) => {
    response.writeHead(200);
    resolve(response);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  t.after(() => {
    reader.destroy();
    server.closeAllConnections();
    server.close();
  });
  reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  reader.pause();
  return { response: await promise, reader };
}

test('T29 what a slow reader does not take is left out: no more than an event beyond the limit waits for it', async (t) => {
  const { response, reader } = await slowReader(t);
  let caughtUp = 0;
  const client = new StreamClient(response, () => {
    caughtUp += 1;
  });
  let sent = 0;
  for (let event = 0; event < MANY; event += 1) if (client.send(BIG, 0)) sent += 1;
  assert.ok(sent < MANY);
  assert.ok(client.isBehind);
  assert.ok(response.writableLength < 2 * 65_536, `${response.writableLength} bytes wait`);
  reader.resume();
  await until(() => caughtUp === 1, 'it has read all, and is told to get everything anew');
  assert.equal(client.isBehind, false);
  assert.ok(client.send(BIG, 0));
});

test('T29 who reads nothing for half a minute is let go', async (t) => {
  const { response } = await slowReader(t);
  const client = new StreamClient(response, () => undefined);
  while (!client.isBehind) client.send(BIG, 1000);
  client.heartbeat(1000 + LONGEST_BEHIND_MS);
  assert.equal(client.isGone, false);
  client.heartbeat(1001 + LONGEST_BEHIND_MS);
  assert.equal(client.isGone, true);
  assert.equal(client.send(BIG, 0), false);
});
