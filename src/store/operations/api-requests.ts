import type { ApiRequest, ClaimedRequest } from '../contract.ts';
import { first, run, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';

/** A key may be used anew after so long; nobody repeats a request that old by mistake. */
const KEPT_MS = 24 * 60 * 60 * 1000;

type Key = Pick<ApiRequest, 'principal' | 'key'>;

const requestByKey = statement((dialect, p: Parameters<{ principal: string; key: string }>) =>
  dialect.db
    .selectFrom('api_requests')
    .select(['fingerprint', 'answer'])
    .where('principal', '=', p('principal'))
    .where('request_key', '=', p('key')),
);
const insertRequest = statement((dialect, p: Parameters<ApiRequest>) =>
  dialect.db.insertInto('api_requests').values({
    principal: p('principal'),
    request_key: p('key'),
    fingerprint: p('fingerprint'),
    asked_at: p('at'),
    answer: null,
  }),
);
const writeAnswer = statement((dialect, p: Parameters<{ principal: string; key: string; answer: string }>) =>
  dialect.db
    .updateTable('api_requests')
    .set({ answer: p('answer') })
    .where('principal', '=', p('principal'))
    .where('request_key', '=', p('key')),
);
const deleteRequest = statement((dialect, p: Parameters<{ principal: string; key: string }>) =>
  dialect.db.deleteFrom('api_requests').where('principal', '=', p('principal')).where('request_key', '=', p('key')),
);
const forgetOld = statement((dialect, p: Parameters<{ before: number }>) =>
  dialect.db.deleteFrom('api_requests').where('asked_at', '<', p('before')),
);

export function* claimRequest(request: ApiRequest): Operation<ClaimedRequest> {
  const { principal, key, fingerprint, at } = request;
  yield* run(forgetOld, { before: at - KEPT_MS });
  const before = yield* first(requestByKey, { principal, key });
  if (before !== undefined) {
    return before.fingerprint === fingerprint ? { kind: 'repeated', answer: before.answer } : { kind: 'other' };
  }
  yield* run(insertRequest, { ...request });
  return { kind: 'new' };
}

export function* answerRequest({ principal, key }: Key, answer: string): Operation<void> {
  yield* run(writeAnswer, { principal, key, answer });
}

export function* forgetRequest({ principal, key }: Key): Operation<void> {
  yield* run(deleteRequest, { principal, key });
}
