/** A fetched page for the vault: compressed here, where there is time, and handed over by name (D4). */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { dayOf } from '../../core/local-time.ts';
import { messageOf } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { PageResult } from '../../core/page.ts';
import type { RequestPurpose } from '../../core/politeness.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { StagedPage } from '../../vault/contract.ts';
import type { PageFetch } from './fetch-page.ts';
import type { TaskRun } from './task-run.ts';

/** Fast, and a page shrinks to an eighth all the same. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };

interface PageAt {
  readonly page: number;
  readonly requestedUrl: string;
  readonly startUrl: string;
  readonly purpose: RequestPurpose;
}

/** Keeps a page that was read, or that could not be: `result` tells which. */
export function stagePage(task: TaskRun, fetched: PageFetch, at: PageAt, result: PageResult | Outcome): void {
  const { vault } = task;
  if (vault === undefined || fetched.text === undefined) return;
  const problem = problemOf(result);
  // A page with a problem is kept whatever is set: nobody can correct a definition, or judge a block, without it.
  if (problem === null && vault.keep !== 'all') return;
  try {
    vault.hand(stage(task, vault.staging, fetched, fetched.text, at, problem));
  } catch (error) {
    // A page that cannot be kept is no reason to lose its rows.
    vault.failed(`${at.requestedUrl}: ${messageOf(error)}`);
  }
}

function stage(
  task: TaskRun,
  staging: string,
  fetched: PageFetch,
  text: string,
  at: PageAt,
  problem: ErrorCode | null,
): StagedPage {
  const body = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(body).digest('hex');
  writeFileSync(join(staging, `${sha256}.zst`), zstdCompressSync(body, { params: LEVEL }));
  const fetchedAt = fetched.kind === 'page' ? fetched.fetchedAt : task.clock.now();
  return {
    ...at,
    sha256,
    url: fetched.url,
    status: fetched.status ?? 0,
    fetchedAt,
    fetchedOn: dayOf(fetchedAt, task.run.timeZone),
    problem,
  };
}

function problemOf(result: PageResult | Outcome): ErrorCode | null {
  if ('kind' in result) return 'code' in result ? result.code : null;
  if (result.rows.length === 0 && result.rejects.length > 0 && !result.empty) return 'E_ALL_REJECTED';
  return null;
}
