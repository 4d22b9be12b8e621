/** The result of a page, whoever read it: what is not given is nothing. */
import { dayOf } from '../../core/local-time.ts';
import type { PageResult } from '../../core/page.ts';
import type { FetchedPage } from '../../fetching/contract.ts';
import type { TaskRun } from './task-run.ts';

type Given = Pick<PageResult, 'page' | 'url'> & Partial<PageResult>;

/** A page that came. */
export function fetchedPage(task: TaskRun, fetched: FetchedPage, given: Given): PageResult {
  const { fetchedAt, robots, status: httpStatus, wireBytes, latencyMs } = fetched;
  return pageResult(task, fetchedAt, { robots, httpStatus, wireBytes, latencyMs, ...given });
}

/** A page that we did not fetch, or a program did: nothing of the network is known, and `httpStatus` 0 says so. */
export function unfetchedPage(task: TaskRun, given: Given): PageResult {
  return pageResult(task, task.clock.now(), given);
}

function pageResult({ site, run }: TaskRun, fetchedAt: number, given: Given): PageResult {
  return {
    next: null,
    truncated: null,
    rows: [],
    rejects: [],
    emptied: {},
    fetchedAt,
    fetchedOn: dayOf(fetchedAt, run.timeZone),
    robots: 'respect',
    definition: site.hash,
    httpStatus: 0,
    wireBytes: 0,
    latencyMs: 0,
    total: null,
    empty: false,
    ...given,
  };
}
