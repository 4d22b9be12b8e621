import type { StoredToken } from '../contract.ts';
import { all, first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { recordAudit } from './commands.ts';

const COLUMNS = [
  'id',
  'name',
  'role',
  'secret_hash as secretHash',
  'created_at as createdAt',
  'created_by as createdBy',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;

type NewToken = Omit<StoredToken, 'revokedAt' | 'lastUsedAt'>;

const insertToken = statement((dialect, p: Parameters<NewToken>) =>
  dialect.db.insertInto('api_tokens').values({
    id: p('id'),
    name: p('name'),
    role: p('role'),
    secret_hash: p('secretHash'),
    created_at: p('createdAt'),
    created_by: p('createdBy'),
    expires_at: p('expiresAt'),
  }),
);
const tokenById = statement((dialect, p: Parameters<{ id: string }>) =>
  dialect.db.selectFrom('api_tokens').select(COLUMNS).where('id', '=', p('id')),
);
const allTokens = statement((dialect) =>
  dialect.db.selectFrom('api_tokens').select(COLUMNS).orderBy('created_at', 'desc').orderBy('id'),
);
const markRevoked = statement((dialect, p: Parameters<{ id: string; at: number }>) =>
  dialect.db
    .updateTable('api_tokens')
    .set({ revoked_at: p('at') })
    .where('id', '=', p('id'))
    .where('revoked_at', 'is', null),
);
const markUsed = statement((dialect, p: Parameters<{ id: string; at: number }>) =>
  dialect.db
    .updateTable('api_tokens')
    .set({ last_used_at: p('at') })
    .where('id', '=', p('id')),
);
const countValid = statement((dialect, p: Parameters<{ at: number }>) =>
  dialect.db
    .selectFrom('api_tokens')
    .select((eb) => eb.fn.countAll<number>().as('valid'))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', p('at'))])),
);

export function* addToken(token: NewToken): Operation<void> {
  const { id, name, role, createdAt, createdBy, expiresAt } = token;
  yield* run(insertToken, { ...token });
  yield* recordAudit({
    at: createdAt,
    actor: createdBy,
    action: 'token-create',
    details: { id, name, role, expiresAt },
    outcome: 'done',
  });
}

export function* findToken(id: string): Operation<StoredToken | null> {
  return (yield* first(tokenById, { id })) ?? null;
}

export function* listTokens(): Operation<readonly StoredToken[]> {
  return yield* all(allTokens, {});
}

export function* revokeToken(id: string, actor: string, at: number): Operation<StoredToken | null> {
  const changed = yield* run(markRevoked, { id, at });
  if (changed > 0) yield* recordAudit({ at, actor, action: 'token-revoke', details: { id }, outcome: 'done' });
  return yield* findToken(id);
}

export function* noteTokenUse(id: string, at: number): Operation<void> {
  yield* run(markUsed, { id, at });
}

export function* countValidTokens(at: number): Operation<number> {
  return (yield* first(countValid, { at }))?.valid ?? 0;
}
