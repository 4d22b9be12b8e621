import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { Fault } from '../../src/core/errors.ts';
import { encodeMessage, FrameReader, LARGEST_FRAME, LARGEST_MESSAGE } from '../../src/engine/frames.ts';

const isBreach = (error: unknown): boolean => error instanceof Fault && error.code === 'E_PROTOCOL';

test('messages arrive whole and in order however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map((message) => encodeMessage(message)));
        const reader = new FrameReader();
        const got: unknown[] = [];
        for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
          const size = cuts[cut % cuts.length] ?? 1;
          got.push(...reader.read(bytes.subarray(at, at + size)));
          at += size;
        }
        assert.deepEqual(
          got,
          messages.map((message) => JSON.parse(JSON.stringify(message)) as unknown),
        );
      },
    ),
  );
});

test('a page larger than a frame travels in several', () => {
  const message = { rows: 'ñ'.repeat(LARGEST_FRAME) };
  const bytes = encodeMessage(message);
  assert.ok(bytes.length > 2 * LARGEST_FRAME);
  assert.deepEqual([...new FrameReader().read(bytes)], [message]);
});

test('F13 a frame that announces too much is refused before its body is read', () => {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(LARGEST_FRAME + 1, 0);
  assert.throws(() => [...new FrameReader().read(header)], isBreach);
});

test('F13 a message that never ends is refused at 16 MB', () => {
  const frame = Buffer.alloc(5 + LARGEST_FRAME, 0x20);
  frame.writeUInt32BE(LARGEST_FRAME, 0);
  frame.writeUInt8(1, 4);
  const reader = new FrameReader();
  const flood = (): void => {
    for (let sent = 0; sent <= LARGEST_MESSAGE; sent += LARGEST_FRAME) Array.from(reader.read(frame));
  };
  assert.throws(flood, isBreach);
});

test('T33 junk on the pipe is a breach, never a message', () => {
  const junk = Buffer.from('\u0000\u0000\u0000\u0004\u0000junk', 'latin1');
  assert.throws(() => [...new FrameReader().read(junk)], isBreach);
});

test('T33 a message too large to send is refused by the sender', () => {
  assert.throws(() => encodeMessage('x'.repeat(LARGEST_MESSAGE)), isBreach);
});
