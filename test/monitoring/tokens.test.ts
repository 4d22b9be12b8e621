import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAccessToken, readAccessToken } from '../../src/monitoring/access-token.ts';
import { createTokenCheck, createTokenDesk } from '../../src/monitoring/token-desk.ts';
import { HOUR, T0 } from '../store/given.ts';
import { openSqlite } from '../store/sqlite-store.ts';
import { testClock } from '../upkeep/installation.ts';

test('T13 100,000 tokens: none twice, 256 bits each, every bit as often set as not', () => {
  const seen = new Set<string>();
  const ones = Array.from({ length: 256 }, () => 0);
  const TOKENS = 100_000;
  for (let made = 0; made < TOKENS; made += 1) {
    const parts = readAccessToken(newAccessToken().token);
    assert.ok(parts !== null);
    seen.add(parts.secret);
    const bytes = Buffer.from(parts.secret, 'base64url');
    assert.equal(bytes.length, 32);
    for (let bit = 0; bit < 256; bit += 1) ones[bit] = (ones[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
  }
  assert.equal(seen.size, TOKENS);
  // Seven standard deviations (158 each) of a fair coin: once in 10^9 runs.
  for (const [bit, set] of ones.entries()) assert.ok(Math.abs(set - TOKENS / 2) < 7 * 158, `bit ${bit}: ${set}`);
});

test('T13 a secret is shown once; what is stored and listed does not hold it', async (t) => {
  const store = await openSqlite(t);
  const clock = testClock();
  const desk = createTokenDesk({ tokens: store.tokens, clock });
  const { secret, token } = await desk.create({ name: 'x', role: 'viewer', expiresAt: null }, 'cli:ana');
  const hidden = readAccessToken(secret)?.secret ?? '';
  assert.ok(hidden.length >= 43);
  assert.ok(!JSON.stringify([await store.tokens.listTokens(), await desk.list()]).includes(hidden));
  assert.deepEqual(await desk.list(), [token]);
});

test('T13 a token is good until it is revoked or expires; another secret with its id is not', async (t) => {
  const store = await openSqlite(t);
  const clock = testClock();
  const desk = createTokenDesk({ tokens: store.tokens, clock });
  const check = createTokenCheck({ tokens: store.tokens, clock });
  assert.equal(await check.anyToken(), false);
  const forAnHour = { name: 'night', role: 'operator', expiresAt: new Date(T0 + HOUR).toISOString() } as const;
  const one = await desk.create(forAnHour, 'cli:ana');
  const other = await desk.create({ ...forAnHour, expiresAt: null }, 'cli:ana');
  assert.deepEqual(await check.ownerOf(one.secret), { id: one.token.id, name: 'night', role: 'operator' });
  assert.equal((await desk.list()).find(({ id }) => id === one.token.id)?.lastUsedAt, new Date(T0).toISOString());
  const mixed = `so_${one.token.id}_${other.secret.slice(-43)}`;
  for (const wrong of [mixed, one.secret.slice(0, -1), `${one.secret} `, '', 'so__'])
    assert.equal(await check.ownerOf(wrong), null, wrong);
  await desk.revoke(other.token.id, 'cli:ana');
  assert.equal(await check.ownerOf(other.secret), null, 'revoked');
  clock.advance(HOUR);
  assert.equal(await check.ownerOf(one.secret), null, 'expired');
  assert.equal(await check.anyToken(), false);
  await assert.rejects(desk.revoke('nobody', 'cli:ana'), { code: 'E_UNKNOWN' });
  await assert.rejects(desk.create(forAnHour, 'cli:ana'), { code: 'E_USAGE' });
});
