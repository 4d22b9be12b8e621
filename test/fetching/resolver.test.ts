import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupAddress } from 'node:dns';
import { createResolver } from '../../src/fetching/resolver.ts';

const HOME: LookupAddress = { address: '127.0.0.1', family: 4 };
type Reply = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** A resolver that answers when it is told to. */
function slowResolver(): {
  readonly asked: string[];
  readonly replies: Reply[];
  ask(name: string, reply: Reply): void;
} {
  const asked: string[] = [];
  const replies: Reply[] = [];
  return {
    asked,
    replies,
    ask: (name, reply) => {
      asked.push(name);
      replies.push(reply);
    },
  };
}

const failing = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

test('F42 a name without an address is not asked for again for a minute', async () => {
  const system = slowResolver();
  let now = 0;
  const resolve = createResolver(
    (name, reply) => system.ask(name, reply),
    () => now,
  );
  const ask = (): Promise<string> =>
    new Promise((settle) => {
      resolve('gone.test', (error) => settle(error?.code ?? 'found'));
      system.replies.shift()?.(failing('ENOTFOUND'), []);
    });
  assert.equal(await ask(), 'ENOTFOUND');
  now = 59_999;
  assert.equal(await ask(), 'ENOTFOUND');
  assert.equal(system.asked.length, 1);
  now = 60_000;
  assert.equal(await ask(), 'ENOTFOUND');
  assert.equal(system.asked.length, 2);
});

test('F42 a resolver in trouble is asked again at once: only absence is remembered', () => {
  const system = slowResolver();
  const resolve = createResolver(
    (name, reply) => system.ask(name, reply),
    () => 0,
  );
  const seen: (string | undefined)[] = [];
  for (const code of ['EAI_AGAIN', 'ESERVFAIL']) {
    resolve('portal.test', (error) => seen.push(error?.code));
    system.replies.shift()?.(failing(code), []);
  }
  assert.deepEqual(seen, ['EAI_AGAIN', 'ESERVFAIL']);
});

test('F42 at most four questions are under way, and one name is one question', () => {
  const system = slowResolver();
  const resolve = createResolver(
    (name, reply) => system.ask(name, reply),
    () => 0,
  );
  let answers = 0;
  for (const name of ['a', 'a', 'b', 'c', 'd', 'e', 'f'])
    resolve(name, () => {
      answers++;
    });
  assert.deepEqual(system.asked, ['a', 'b', 'c', 'd']);
  system.replies[0]?.(null, [HOME]);
  assert.deepEqual([system.asked.length, answers], [5, 2]);
  for (let next = 1; next < 6; next++) system.replies[next]?.(null, [HOME]);
  assert.deepEqual([system.asked, answers], [['a', 'b', 'c', 'd', 'e', 'f'], 7]);
});
