/** What a batch's files must hold, computed from the practice portals' truth alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { BatchName } from '../../src/core/batch.ts';
import type { Row } from '../../src/core/listing.ts';
import type { Task } from '../../src/core/task.ts';
import { columnsFor } from '../../src/records/columns.ts';
import { taskPaths } from '../../src/records/tree.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Pages of one search that a portal's robots.txt lets us read; the others have no such rule. */
const ROBOTS_PAGES: Readonly<Record<string, number>> = { Inm24: 5 };

export type Cells = Readonly<Record<string, string>>;

export function publishedRows(rehearsal: Rehearsal, batch: BatchName, task: Task): readonly Cells[] {
  const file = join(rehearsal.config.data.directory, taskPaths(task, batch).csv);
  return parse(readFileSync(file), { columns: true });
}

/** The rows of a main task in order: page by page, each listing once, as far as robots.txt allows. */
export async function expectedListing(
  rehearsal: Rehearsal,
  task: Task,
  fetchedOn: string,
): Promise<{ readonly rows: readonly Cells[]; readonly truncated: boolean }> {
  const truth = await rehearsal.truth(task.url);
  if (truth.kind !== 'list') throw new Error(`${task.url} is no search`);
  const allowed = ROBOTS_PAGES[task.site] ?? Number.POSITIVE_INFINITY;
  const seen = new Set<unknown>();
  const rows: Cells[] = [];
  truth.pages.slice(0, allowed).forEach((page, index) => {
    page.rows.forEach((row, position) => {
      if (seen.has(row['listing_id'])) return;
      seen.add(row['listing_id']);
      rows.push(cells(task, { ...row, page: index + 1, position: position + 1, fetched_on: fetchedOn }));
    });
  });
  return { rows, truncated: truth.pages.length > allowed };
}

/** The rows of a detail task: the listings of its main task that no earlier one had. */
export async function expectedDetails(
  rehearsal: Rehearsal,
  task: Task,
  urls: readonly string[],
  fetchedOn: string,
): Promise<readonly Cells[]> {
  return Promise.all(
    urls.map(async (url, index) => {
      const truth = await rehearsal.truth(url);
      if (truth.kind !== 'detail') throw new Error(`${url} is no advert`);
      return cells(task, { ...truth.row, page: index + 1, position: 1, fetched_on: fetchedOn });
    }),
  );
}

function cells(task: Task, row: Row): Cells {
  return Object.fromEntries(
    columnsFor('standard', task.site, task.phase, task.city).map((column) => [column.name, column.value(row)]),
  );
}

/** Every difference, field by field; empty = all is right. */
export function differences(task: Task, expected: readonly Cells[], actual: readonly Cells[]): string[] {
  const found: string[] = [];
  const name = `${task.scraper}:${task.orderNum}`;
  if (expected.length !== actual.length) found.push(`${name}: ${actual.length} rows instead of ${expected.length}`);
  expected.forEach((row, index) => {
    for (const [field, value] of Object.entries(row)) {
      const got = actual[index]?.[field];
      if (got !== value && actual[index] !== undefined)
        found.push(
          `${name} row ${index + 1} ${field}: ${JSON.stringify(got)} instead of ${JSON.stringify(value)} (${row['url']})`,
        );
    }
  });
  return found;
}
