/** A main task: its result pages one after the other, each stored with the place to go on before the next is asked for. */
import { dayOf } from '../../core/batch.ts';
import { ERRORS } from '../../core/errors.ts';
import { LISTING_FIELDS, rowKey } from '../../core/listing.ts';
import type { Cursor, PageResult } from '../../core/page.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Truncation } from '../../core/verdict.ts';
import type { Extraction } from '../../extraction/contract.ts';
import type { FetchedPage } from '../../fetching/contract.ts';
import { validateRows } from '../../records/validate.ts';
import { fetchPage, outcomeOfFailure } from './fetch-page.ts';
import type { TaskRun } from './task-run.ts';

/** What a page says about the way on. */
interface Step {
  readonly next: Cursor | null;
  readonly truncated: Truncation | null;
}

export async function crawlList(task: TaskRun): Promise<Outcome> {
  const seen = new Set(task.run.resume.keys);
  let cursor: Cursor = task.run.resume.cursor ?? { page: 1, url: task.run.url };
  for (;;) {
    if (task.draining()) return { kind: 'released', reason: 'shutting down' };
    const fetched = await fetchPage(task, cursor.url, 'list');
    if (task.draining() && fetched.kind === 'failure') return { kind: 'released', reason: 'shutting down' };
    if (fetched.kind === 'failure') {
      const closing = closingOf(cursor, fetched.code);
      if (closing === undefined) return outcomeOfFailure(fetched);
      await task.storePage(closingPage(task, cursor, closing));
      return done();
    }
    const extraction = extract(task, cursor, fetched);
    const result = pageOf(task, cursor, fetched, extraction, seen);
    if ('kind' in result) return result;
    const stored = await task.storePage(result);
    if (result.next === null) return done();
    if (!stored.goOn) return { kind: 'released', reason: stored.reason };
    cursor = result.next;
  }
}

/** The publisher, which sees all the pages, decides between `ok` and `empty`. */
function done(): Outcome {
  return { kind: 'done', verdict: 'ok' };
}

/**
 * A later page that cannot be had may still end the search well: robots.txt forbids it (truncated, D13), or the portal
 * answers 404 beyond its last page. undefined = it is trouble.
 */
function closingOf(cursor: Cursor, code: string): Truncation | null | undefined {
  if (cursor.page === 1) return undefined;
  if (code === 'E_ROBOTS') return 'robots';
  return code === 'E_NOT_FOUND' ? null : undefined;
}

function extract(task: TaskRun, cursor: Cursor, fetched: FetchedPage): Extraction {
  return task.site.extractList({
    url: fetched.url,
    requestedUrl: cursor.url,
    text: fetched.text,
    page: cursor.page,
    fetchedOn: dayOf(fetched.fetchedAt, task.run.timeZone),
    startUrl: task.run.url,
  });
}

function pageOf(
  task: TaskRun,
  cursor: Cursor,
  fetched: FetchedPage,
  extraction: Extraction,
  seen: Set<string>,
): PageResult | Outcome {
  switch (extraction.kind) {
    case 'blocked':
      return {
        kind: 'suspect',
        verdict: 'blocked',
        code: 'E_BLOCKED',
        message: `${cursor.url} showed a block page (${extraction.marker})`,
      };
    case 'layout_changed':
      return layoutTrouble(cursor, extraction);
    case 'gone':
      if (cursor.page > 1) return closingPage(task, cursor, null);
      return {
        kind: 'failed',
        verdict: 'gone',
        code: 'E_NOT_FOUND',
        message: `${cursor.url} is gone (${extraction.marker})`,
      };
    case 'empty':
      return { ...emptyPage(task, cursor, fetched), empty: cursor.page === 1 };
    case 'content':
      return contentPage(task, cursor, fetched, extraction, seen);
  }
}

/** Nothing where listings were expected, or the portal answered another search than ours: its code says which. */
function layoutTrouble(cursor: Cursor, extraction: Extract<Extraction, { kind: 'layout_changed' }>): Outcome {
  const code = extraction.code ?? 'E_LAYOUT';
  return {
    kind: 'suspect',
    verdict: ERRORS[code].verdict ?? 'layout_changed',
    code,
    message: `${cursor.url}: ${extraction.message}`,
  };
}

function contentPage(
  task: TaskRun,
  cursor: Cursor,
  fetched: FetchedPage,
  extraction: Extract<Extraction, { kind: 'content' }>,
  seen: Set<string>,
): PageResult | Outcome {
  const fetchedOn = dayOf(fetched.fetchedAt, task.run.timeZone);
  const valid = validateRows(extraction.rows, {
    fields: LISTING_FIELDS,
    page: cursor.page,
    fetchedOn,
    maxFieldLength: task.maxFieldLength,
  });
  const before = seen.size;
  for (const row of extraction.rows) {
    const key = rowKey(row);
    if (key !== null) seen.add(key);
  }
  const step = wayOn(task, cursor, extraction, before, seen.size);
  if ('kind' in step) return step;
  return { ...emptyPage(task, cursor, fetched), ...step, ...valid, total: extraction.total };
}

/** Where to go on: the portal's own next page, unless it brings nothing new or a cap is reached (F68). */
function wayOn(
  task: TaskRun,
  cursor: Cursor,
  extraction: Extract<Extraction, { kind: 'content' }>,
  before: number,
  after: number,
): Step | Outcome {
  const nothingNew = cursor.page > 1 && after === before;
  if (nothingNew && cursor.page === 2 && (extraction.total === null || extraction.total > after)) {
    const message = `page 2 of ${task.run.url} repeats page 1: the definition's paging does not page`;
    return { kind: 'suspect', verdict: 'invalid', code: 'E_PAGING', message };
  }
  if (nothingNew)
    return { next: null, truncated: extraction.total !== null && extraction.total > after ? 'cap' : null };
  if (extraction.nextUrl === null) return { next: null, truncated: null };
  if (cursor.page >= task.run.maxPages) return { next: null, truncated: 'cap' };
  return { next: { page: cursor.page + 1, url: extraction.nextUrl }, truncated: null };
}

function emptyPage(task: TaskRun, cursor: Cursor, fetched: FetchedPage): PageResult {
  return {
    page: cursor.page,
    url: fetched.url,
    next: null,
    truncated: null,
    rows: [],
    rejects: [],
    emptied: {},
    fetchedAt: fetched.fetchedAt,
    fetchedOn: dayOf(fetched.fetchedAt, task.run.timeZone),
    robots: fetched.robots,
    definition: task.site.hash,
    httpStatus: fetched.status,
    wireBytes: fetched.wireBytes,
    latencyMs: fetched.latencyMs,
    total: null,
    empty: false,
  };
}

/** A page that was not fetched and closes the search: `httpStatus` 0 says so. */
function closingPage(task: TaskRun, cursor: Cursor, truncated: Truncation | null): PageResult {
  const now = task.clock.now();
  return {
    page: cursor.page,
    url: cursor.url,
    next: null,
    truncated,
    rows: [],
    rejects: [],
    emptied: {},
    fetchedAt: now,
    fetchedOn: dayOf(now, task.run.timeZone),
    robots: 'respect',
    definition: task.site.hash,
    httpStatus: 0,
    wireBytes: 0,
    latencyMs: 0,
    total: null,
    empty: false,
  };
}
