/** A main task: its result pages one after the other, each stored with the place to go on before the next is asked for. */
import { dayOf } from '../../core/local-time.ts';
import { ERRORS } from '../../core/errors.ts';
import { LISTING_FIELDS } from '../../core/listing.ts';
import type { Cursor, PageResult } from '../../core/page.ts';
import { DONE } from '../../core/outcome.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Extraction } from '../../extraction/contract.ts';
import type { FetchedPage, FetchFailure } from '../../fetching/contract.ts';
import { validateRows } from '../../records/validate.ts';
import { fetchPage, outcomeOfFailure } from './fetch-page.ts';
import { isSecondPass, pageAddress, pageNumber, SearchPath } from './search-path.ts';
import { fetchedPage, unfetchedPage } from './page-result.ts';
import { stagePage } from './stage-page.ts';
import type { TaskRun } from './task-run.ts';

export async function crawlList(task: TaskRun): Promise<Outcome> {
  const path = new SearchPath({ url: task.run.url, maxPages: task.run.maxPages, keys: task.run.resume.keys });
  let cursor: Cursor = task.run.resume.cursor ?? { page: 1, url: task.run.url };
  for (;;) {
    if (task.draining()) return { kind: 'released', reason: 'shutting down' };
    const fetched = await fetchPage(
      task,
      pageAddress(cursor),
      'list',
      (page) => extract(task, cursor, page).kind === 'layout_changed',
    );
    if (task.draining() && fetched.kind === 'failure') return { kind: 'released', reason: 'shutting down' };
    const result =
      fetched.kind === 'failure' ? closingOf(task, cursor, fetched, path) : read(task, cursor, fetched, path);
    stagePage(task, fetched, pageAt(task, cursor), result);
    if ('kind' in result) return result;
    if (result.next === null) {
      await task.storePage(result, DONE);
      return DONE;
    }
    const stored = await task.storePage(result);
    if (!stored.goOn) return { kind: 'released', reason: stored.reason };
    cursor = result.next;
  }
}

function pageAt(task: TaskRun, cursor: Cursor): Parameters<typeof stagePage>[2] {
  return { page: cursor.page, requestedUrl: pageAddress(cursor), startUrl: task.run.url, purpose: 'list' };
}

/**
 * A later page that cannot be had may still end the search well: robots.txt forbids it (truncated, D13), or the portal
 * answers 404 beyond its last page. Else it is trouble.
 */
function closingOf(task: TaskRun, cursor: Cursor, failure: FetchFailure, path: SearchPath): PageResult | Outcome {
  const later = pageNumber(cursor) > 1;
  if (later && failure.code === 'E_ROBOTS')
    return unfetchedPage(task, { ...at(cursor), truncated: isSecondPass(cursor) ? null : 'robots' });
  if (later && failure.code === 'E_NOT_FOUND') return unfetchedPage(task, { ...at(cursor), ...path.over(cursor) });
  return outcomeOfFailure(failure);
}

const at = (cursor: Cursor): Pick<PageResult, 'page' | 'url'> => ({ page: cursor.page, url: pageAddress(cursor) });

function extract(task: TaskRun, cursor: Cursor, fetched: FetchedPage): Extraction {
  return task.site.extractList({
    url: fetched.url,
    requestedUrl: pageAddress(cursor),
    text: fetched.text,
    page: pageNumber(cursor),
    fetchedOn: dayOf(fetched.fetchedAt, task.run.timeZone),
    startUrl: task.run.url,
    usual: task.run.usual,
  });
}

function read(task: TaskRun, cursor: Cursor, fetched: FetchedPage, path: SearchPath): PageResult | Outcome {
  const extraction = extract(task, cursor, fetched);
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
      if (cursor.page > 1) return unfetchedPage(task, { ...at(cursor), ...path.over(cursor) });
      return {
        kind: 'failed',
        verdict: 'gone',
        code: 'E_NOT_FOUND',
        message: `${cursor.url} is gone (${extraction.marker})`,
      };
    case 'empty':
      return fetchedPage(task, fetched, {
        page: cursor.page,
        url: fetched.url,
        ...path.over(cursor),
        empty: cursor.page === 1,
      });
    case 'content':
      return contentPage(task, cursor, fetched, extraction, path);
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
  path: SearchPath,
): PageResult | Outcome {
  const fetchedOn = dayOf(fetched.fetchedAt, task.run.timeZone);
  const valid = validateRows(extraction.rows, {
    fields: LISTING_FIELDS,
    page: cursor.page,
    fetchedOn,
    maxFieldLength: task.maxFieldLength,
  });
  const step = path.take(cursor, extraction);
  if (step === 'repeats') {
    const message = `page 2 of ${task.run.url} repeats page 1: the definition's paging does not page`;
    return { kind: 'suspect', verdict: 'invalid', code: 'E_PAGING', message };
  }
  return fetchedPage(task, fetched, {
    page: cursor.page,
    url: fetched.url,
    ...step,
    ...valid,
    total: extraction.total,
  });
}
