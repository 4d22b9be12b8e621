/** What the governor is told of an answer that is no page. */
import type { ErrorCode } from '../core/errors.ts';
import type { PermitReport } from '../core/politeness.ts';
import type { FetchRequest } from './contract.ts';

const VERDICT_OF_CODE: Partial<Record<ErrorCode, PermitReport['result']>> = {
  E_RATE_LIMITED: 'slow_down',
  E_SERVER: 'server_error',
  E_FORBIDDEN: 'blocked',
  E_BLOCKED: 'blocked',
  // The portal works; only this page, or our definition, does not.
  E_NOT_FOUND: 'ok',
  E_TOO_LARGE: 'ok',
  E_CHARSET: 'ok',
  E_REDIRECT: 'ok',
  E_REDIRECT_HOST: 'ok',
  E_HTTP_STATUS: 'ok',
  E_ADDRESS: 'ok',
  E_DEFINITION: 'unused',
  // The portal never saw the request.
  E_PROXY: 'unused',
};

/** A portal that keeps one script from us works all the same: only of pages does a refusal count as a block. */
export function verdictOn(request: FetchRequest, code: ErrorCode): PermitReport['result'] {
  const verdict = VERDICT_OF_CODE[code] ?? 'network';
  return request.isResource === true && verdict === 'blocked' ? 'ok' : verdict;
}
