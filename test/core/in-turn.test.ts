import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from '../../src/core/in-turn.ts';

test('steps run one after the other in the order in which they were asked for, and one that fails stops none', async () => {
  const inTurn = createTurns();
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const step = (name: string, wait: Promise<void> = Promise.resolve()) =>
    inTurn(async () => {
      begun.push(name);
      await wait;
      return name;
    });
  const steps = [step('a', first.promise), step('b', Promise.reject(new Error('b broke'))), step('c')];
  const ended = Promise.allSettled(steps);
  await Promise.resolve();
  assert.deepEqual(begun, ['a'], 'the others wait for it');
  first.resolve();
  assert.deepEqual(
    (await ended).map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason))),
    ['a', 'Error: b broke', 'c'],
  );
  assert.deepEqual(begun, ['a', 'b', 'c']);
});
