/** What any store promises about tokens of the API and requests that are done once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE, T0 } from './given.ts';
import type { OpenStore } from './given.ts';

const TOKEN = {
  id: '0123456789ab',
  name: 'night shift',
  role: 'operator',
  secretHash: 'a'.repeat(64),
  createdAt: T0,
  createdBy: 'cli:ana',
  expiresAt: T0 + HOUR,
} as const;

export function tokenConformance(name: string, open: OpenStore): void {
  test(`${name}: T13 a token counts until it expires or is revoked, and both its ends stand in the audit trail`, async (t) => {
    const store = await open(t);
    assert.equal(await store.tokens.countValidTokens(T0), 0);
    await store.tokens.addToken(TOKEN);
    await store.tokens.addToken({ ...TOKEN, id: 'ffffffffffff', createdAt: T0 + MINUTE, expiresAt: null });
    assert.equal(await store.tokens.countValidTokens(T0 + HOUR - 1), 2);
    assert.equal(await store.tokens.countValidTokens(T0 + HOUR), 1, 'the one that never expires');
    assert.deepEqual(
      (await store.tokens.listTokens()).map(({ id }) => id),
      ['ffffffffffff', TOKEN.id],
    );
    await store.tokens.noteTokenUse(TOKEN.id, T0 + MINUTE);
    const revoked = await store.tokens.revokeToken(TOKEN.id, 'cli:eva', T0 + MINUTE);
    assert.deepEqual(revoked, { ...TOKEN, lastUsedAt: T0 + MINUTE, revokedAt: T0 + MINUTE });
    const again = await store.tokens.revokeToken(TOKEN.id, 'cli:ana', T0 + HOUR);
    assert.equal(again?.revokedAt, T0 + MINUTE, 'the first time counts');
    assert.equal(await store.tokens.revokeToken('nobody', 'cli:ana', T0), null);
    assert.equal(await store.tokens.findToken('nobody'), null);
    const trail = (await store.commands.listAudit(10)).map(({ actor, action }) => `${actor} ${action}`);
    assert.deepEqual(trail, ['cli:eva token-revoke', 'cli:ana token-create', 'cli:ana token-create']);
  });

  test(`${name}: a request with a key is claimed once; its answer is kept for a day`, async (t) => {
    const store = await open(t);
    const request = { principal: 'token:1', key: 'k', fingerprint: 'f', at: T0 };
    const claims = await Promise.all([store.requests.claimRequest(request), store.requests.claimRequest(request)]);
    assert.deepEqual(claims, [{ kind: 'new' }, { kind: 'repeated', answer: null }]);
    assert.deepEqual(await store.requests.claimRequest({ ...request, fingerprint: 'g' }), { kind: 'other' });
    assert.deepEqual(await store.requests.claimRequest({ ...request, principal: 'token:2' }), { kind: 'new' });
    await store.requests.answerRequest(request, '{}');
    assert.deepEqual(await store.requests.claimRequest(request), { kind: 'repeated', answer: '{}' });
    await store.requests.forgetRequest(request);
    assert.deepEqual(await store.requests.claimRequest(request), { kind: 'new' });
    assert.deepEqual(await store.requests.claimRequest({ ...request, at: T0 + 25 * HOUR }), { kind: 'new' });
  });
}
