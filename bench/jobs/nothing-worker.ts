/** A worker that does nothing: speaks the agent's protocol and answers every task with one proven-empty page at once. */
import { Socket } from 'node:net';
import { openChannel } from '../../src/engine/frames.ts';
import type { FromWorker, ToWorker } from '../../src/engine/protocol.ts';
import { emptyPage } from '../support/empty-page.ts';

const pipe = new Socket({ fd: 3, readable: true, writable: true });
pipe.on('end', () => process.exit(0));
const channel = openChannel(
  pipe,
  (message) => {
    receive(message as ToWorker);
  },
  () => process.exit(1),
);
const send = (message: FromWorker): void => {
  channel.send(message);
};

function receive(message: ToWorker): void {
  if (message.type === 'hello') send({ type: 'ready' });
  else if (message.type === 'run') {
    const outcome = { kind: 'done', verdict: 'ok' } as const;
    send({ type: 'page', run: message.run, result: emptyPage(message.url, Date.now()), outcome });
  }
}
