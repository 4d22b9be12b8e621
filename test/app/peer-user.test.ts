import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isOwnUser } from '../../src/app/service/peer-user.ts';

const NOBODY = 65_534;
const CONNECT = `require('net').connect(+process.argv[1], process.argv[2]).resume()`;

async function listen(
  t: TestContext,
  host: string,
): Promise<{ readonly port: number; readonly next: () => Promise<Socket> }> {
  const waiting: ((socket: Socket) => void)[] = [];
  const server = createServer((socket) => {
    t.after(() => socket.destroy());
    waiting.shift()?.(socket);
  });
  await new Promise<void>((listening) => {
    server.listen(0, host, listening);
  });
  t.after(() => server.close());
  return { port: (server.address() as AddressInfo).port, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

function ends(socket: Socket) {
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
  return { localAddress, localPort, remoteAddress, remotePort };
}

for (const host of ['127.0.0.1', '::1', '::']) {
  test(`T11 a program of our own user is told by its connection (listening on ${host})`, async (t) => {
    const { port, next } = await listen(t, host);
    const came = next();
    const client = connect(port, host === '::' ? '127.0.0.1' : host);
    t.after(() => client.destroy());
    assert.equal(await isOwnUser(ends(await came)), true);
  });
}

test(
  "T11 another user's program is not taken for ours",
  { skip: process.getuid?.() === 0 ? false : 'only root can start a program as somebody else' },
  async (t) => {
    const { port, next } = await listen(t, '127.0.0.1');
    const came = next();
    const child = spawn(process.execPath, ['-e', CONNECT, String(port), '127.0.0.1'], {
      uid: NOBODY,
      gid: NOBODY,
      cwd: '/',
      stdio: 'ignore',
    });
    t.after(() => child.kill('SIGKILL'));
    const socket = await Promise.race([came, new Promise<null>((gone) => child.once('exit', () => gone(null)))]);
    // Where the folder of this Node is closed to others, nobody can start it.
    if (socket === null) return t.skip('nobody may not start this Node');
    assert.equal(await isOwnUser(ends(socket)), false);
  },
);

test('T11 a connection that the kernel does not know is nobody’s', async () => {
  const address = { localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' };
  assert.equal(await isOwnUser({ ...address, localPort: 1, remotePort: 1 }), false);
});
