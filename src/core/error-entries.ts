/** What the catalogue of errors (errors.ts) is made of: an entry by who must act, and the programs' exit codes. */
import type { Verdict } from './verdict.ts';

/** Who must act: operator, time or proxy, author of the definition, caller, platform. */
export type ErrorClass = 'ConfigError' | 'FetchError' | 'ExtractError' | 'StateError' | 'InfraError';

export interface ErrorEntry {
  readonly class: ErrorClass;
  readonly verdict: Verdict | null;
  /** HTTP status when it reaches the API. */
  readonly status: number;
  /** Process exit code when it ends a command (sysexits.h where one fits). */
  readonly exit: number;
  /** One line: what to do. */
  readonly advice: string;
}

/** Exit codes of the programs (docs/errors.md, "Exit codes"). */
export const EXIT = {
  ok: 0,
  failed: 1,
  gaps: 5,
  usage: 64,
  data: 65,
  noInput: 66,
  unavailable: 69,
  internal: 70,
  cannotCreate: 73,
  io: 74,
  temporary: 75,
  denied: 77,
  config: 78,
  interrupted: 130,
} as const;

export const config = (advice: string): ErrorEntry => ({
  class: 'ConfigError',
  verdict: null,
  status: 422,
  exit: EXIT.config,
  advice,
});
export const fetching = (verdict: Verdict, advice: string): ErrorEntry => ({
  class: 'FetchError',
  verdict,
  status: 502,
  exit: EXIT.unavailable,
  advice,
});
export const extract = (verdict: Verdict, advice: string): ErrorEntry => ({
  class: 'ExtractError',
  verdict,
  status: 422,
  exit: EXIT.data,
  advice,
});
export const state = (status: number, exit: number, advice: string): ErrorEntry => ({
  class: 'StateError',
  verdict: null,
  status,
  exit,
  advice,
});
export const infra = (exit: number, advice: string, verdict: Verdict | null = 'resources'): ErrorEntry => ({
  class: 'InfraError',
  verdict,
  status: 503,
  exit,
  advice,
});
