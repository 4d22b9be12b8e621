/** `Idempotency-Key`: a request that is sent again, because its answer was lost, is not done again. */
import { createHash } from 'node:crypto';
import { isFault } from '../core/errors.ts';
import type { RequestDesk } from './contract.ts';
import { Refusal } from './problems.ts';
import type { ApiRoute } from './route.ts';

const KEY = /^[\x21-\x7e]{1,100}$/;
const OURS = 500;

export interface OnceAsked {
  readonly principal: string;
  readonly key: string | undefined;
  readonly route: ApiRoute;
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
}

/** @throws {Refusal} E_REPEATED: the key was used for something else, or how it ended is not known */
export type Once = (asked: OnceAsked, work: () => Promise<unknown>) => Promise<unknown>;

export function createOnce(desk: RequestDesk): Once {
  /** Under way in this process. */
  const open = new Map<string, { readonly fingerprint: string; readonly answer: Promise<unknown> }>();
  return async ({ principal, key, route, path, body, at }, work) => {
    if (key === undefined || route.once === null) return work();
    if (!KEY.test(key)) throw new Refusal('E_USAGE', 'badKey');
    const fingerprint = createHash('sha256')
      .update(`${route.method} ${path} ${JSON.stringify(body)}`)
      .digest('hex');
    const name = `${principal} ${key}`;
    const before = open.get(name);
    if (before !== undefined) {
      if (before.fingerprint !== fingerprint) throw new Refusal('E_REPEATED', 'otherRequest');
      if (route.once === 'secret') throw new Refusal('E_REPEATED', 'secretShown');
      return before.answer;
    }
    const answer = claimed(desk, { principal, key, fingerprint, at }, route.once, work);
    open.set(name, { fingerprint, answer });
    try {
      return await answer;
    } finally {
      open.delete(name);
    }
  };
}

async function claimed(
  desk: RequestDesk,
  request: Parameters<RequestDesk['claimRequest']>[0],
  once: 'answer' | 'secret',
  work: () => Promise<unknown>,
): Promise<unknown> {
  const claim = await desk.claimRequest(request);
  if (claim.kind === 'other') throw new Refusal('E_REPEATED', 'otherRequest');
  if (claim.kind === 'repeated') {
    if (claim.answer === null) throw new Refusal('E_REPEATED', 'unknownEnd');
    if (once === 'secret') throw new Refusal('E_REPEATED', 'secretShown');
    return JSON.parse(claim.answer) as unknown;
  }
  try {
    const answer = await work();
    await desk.answerRequest(request, once === 'secret' ? 'null' : JSON.stringify(answer));
    return answer;
  } catch (error) {
    // Refused before anything happened; of all else nobody knows how it ended.
    if (isFault(error) && error.entry.status < OURS) await desk.forgetRequest(request);
    throw error;
  }
}
