/** A detail task: the listings of its frozen list, one page commit each; the cursor is the place in the list (D22). */
import { dayOf } from '../../core/local-time.ts';
import { DETAIL_FIELDS, GONE } from '../../core/listing.ts';
import type { Row } from '../../core/listing.ts';
import type { DetailItem, PageResult } from '../../core/page.ts';
import { DONE } from '../../core/outcome.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Extraction } from '../../extraction/contract.ts';
import type { FetchedPage, FetchFailure } from '../../fetching/contract.ts';
import { validateRows } from '../../records/validate.ts';
import { DetailHabits } from './detail-habits.ts';
import { fetchPage, outcomeOfFailure } from './fetch-page.ts';
import { fetchedPage, unfetchedPage } from './page-result.ts';
import { stagePage } from './stage-page.ts';
import type { TaskRun } from './task-run.ts';

/** So many pages in a row that cannot be read mean a new layout, not a few odd adverts. */
const UNREADABLE_IN_A_ROW = 3;

export async function visitDetails(task: TaskRun): Promise<Outcome> {
  const { items } = task.run;
  let unreadable = 0;
  const habits = new DetailHabits(task);
  for (const [index, item] of items.entries()) {
    if (task.draining()) return { kind: 'released', reason: 'shutting down' };
    const fetched = await fetchPage(
      task,
      item.url,
      'detail',
      (page) => extract(task, item, page).kind === 'layout_changed',
    );
    if (task.draining() && fetched.kind === 'failure') return { kind: 'released', reason: 'shutting down' };
    const next = items[index + 1] ?? null;
    const result =
      fetched.kind === 'failure' ? missing(task, item, next, fetched) : visited(task, item, next, fetched, habits);
    const { url } = item;
    stagePage(task, fetched, { page: item.sequence, requestedUrl: url, startUrl: url, purpose: 'detail' }, result);
    if ('kind' in result) return result;
    unreadable = result.rejects.length > 0 && result.rows.length === 0 ? unreadable + 1 : 0;
    if (unreadable === UNREADABLE_IN_A_ROW) {
      const reason = result.rejects[0]?.reason ?? '';
      return {
        kind: 'suspect',
        verdict: 'layout_changed',
        code: 'E_LAYOUT',
        message: `${unreadable} detail pages in a row cannot be read; the last one, ${item.url}: ${reason}`,
      };
    }
    const stored = await task.storePage(result, next === null ? DONE : undefined);
    if (next !== null && !stored.goOn) return { kind: 'released', reason: stored.reason };
  }
  return DONE;
}

/** An advert that is gone or forbidden is a fact about it, not trouble of the task; anything else is trouble. */
function missing(
  task: TaskRun,
  item: DetailItem,
  next: DetailItem | null,
  failure: FetchFailure,
): PageResult | Outcome {
  if (failure.code === 'E_NOT_FOUND')
    return unfetchedPage(task, { ...at(item, next), rejects: [reject(item, `${GONE}: ${failure.message}`)] });
  const first = task.run.resume.pages === 0 && item.sequence === 1;
  if (failure.code === 'E_ROBOTS' && !first)
    return unfetchedPage(task, { ...at(item, next), truncated: 'robots', rejects: [reject(item, failure.message)] });
  return outcomeOfFailure(failure);
}

function visited(
  task: TaskRun,
  item: DetailItem,
  next: DetailItem | null,
  fetched: FetchedPage,
  habits: DetailHabits,
): PageResult | Outcome {
  const came = (found: Partial<PageResult>): PageResult => fetchedPage(task, fetched, { ...at(item, next), ...found });
  const extraction = extract(task, item, fetched);
  switch (extraction.kind) {
    case 'blocked':
      return {
        kind: 'suspect',
        verdict: 'blocked',
        code: 'E_BLOCKED',
        message: `${item.url} showed a block page (${extraction.marker})`,
      };
    case 'gone':
    case 'empty':
      return came({ rejects: [reject(item, `${GONE}: ${extraction.marker}`)] });
    case 'layout_changed':
      return came({ rejects: [reject(item, `layout_changed: ${extraction.message}`)] });
    case 'content': {
      const lost = habits.note(item, extraction.fields);
      if (lost !== null) return lost;
      const rows = extraction.rows.map((row): Row => ({
        ...row,
        listing_id: row['listing_id'] ?? item.listingId,
        url: item.url,
      }));
      const valid = validateRows(rows, {
        fields: DETAIL_FIELDS,
        page: item.sequence,
        fetchedOn: dayOf(fetched.fetchedAt, task.run.timeZone),
        maxFieldLength: task.maxFieldLength,
      });
      return came(valid);
    }
  }
}

function extract(task: TaskRun, item: DetailItem, fetched: FetchedPage): Extraction {
  return task.site.extractDetail({
    url: fetched.url,
    requestedUrl: item.url,
    text: fetched.text,
    page: item.sequence,
    fetchedOn: dayOf(fetched.fetchedAt, task.run.timeZone),
    startUrl: item.url,
  });
}

function reject(item: DetailItem, reason: string): PageResult['rejects'][number] {
  return { row: { listing_id: item.listingId, url: item.url }, reason, page: item.sequence, position: 1 };
}

function at(item: DetailItem, next: DetailItem | null): Pick<PageResult, 'page' | 'url' | 'next'> {
  return {
    page: item.sequence,
    url: item.url,
    next: next === null ? null : { page: next.sequence, url: next.url },
  };
}
