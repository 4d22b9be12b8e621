import type { ErrorCode } from '../core/errors.ts';

/** Trouble on the way to a page, inside this folder only: `http.ts` turns it into a `FetchFailure`. */
export class FetchTrouble extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'FetchTrouble';
    this.code = code;
  }
}
