/** The pages of a main task whose rows a program gives. Without page lines there is one page, at its good end (D32). */
import { dayOf } from '../../core/local-time.ts';
import { LISTING_FIELDS, rowKey } from '../../core/listing.ts';
import type { Row } from '../../core/listing.ts';
import { DONE } from '../../core/outcome.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Cursor } from '../../core/page.ts';
import type { Truncation } from '../../core/verdict.ts';
import type { SiteProgram } from '../../extraction/contract.ts';
import { validateRows } from '../../records/validate.ts';
import type { PageEnd, ProgramEvent, ProgramFacts, RawRow } from './program-output.ts';
import { invalid, pageInput, programPage } from './page-taker.ts';
import type { PageTaker } from './page-taker.ts';
import type { TaskRun } from './task-run.ts';

/** A message holds so many rows with ease (D4); a program without pages may give far more. */
const ROWS_A_COMMIT = 1000;
/** Rows of one page line: more is no page any more. */
const MOST_ROWS = 4000;

export class ListPages implements PageTaker {
  readonly #task: TaskRun;
  readonly #program: SiteProgram;
  readonly #seen: Set<string>;
  #cursor: Cursor;
  #rows: Row[] = [];
  #pagesEnded = 0;
  #committedRows: number;
  /** The last page line said that there is no next page. */
  #isOver = false;

  constructor(task: TaskRun, program: SiteProgram) {
    this.#task = task;
    this.#program = program;
    this.#seen = new Set(task.run.resume.keys);
    this.#committedRows = task.run.resume.rows;
    this.#cursor = task.run.resume.cursor ?? { page: 1, url: task.run.url };
  }

  async take(event: ProgramEvent): Promise<Outcome | null> {
    if (event.kind === 'row') {
      if (this.#isOver) return invalid('it gave rows after the page that it called the last one');
      this.#rows.push(this.#ours(event.row));
      return null;
    }
    return this.#endPage(event);
  }

  async finish(facts: ProgramFacts): Promise<Outcome> {
    if (this.#isOver) return DONE;
    const rows = this.#pagesEnded === 0 ? this.#unknown() : this.#rows;
    if (rows.length === 0 && this.#committedRows === 0) return this.#nothing(facts);
    const parts = Math.max(1, Math.ceil(rows.length / ROWS_A_COMMIT));
    for (let part = 0; part < parts; part += 1) {
      const isLast = part === parts - 1;
      const next = isLast ? null : { page: this.#cursor.page + 1, url: this.#task.run.url };
      const slice = rows.slice(part * ROWS_A_COMMIT, (part + 1) * ROWS_A_COMMIT);
      const stored = await this.#commit(slice, next, null, facts.total);
      if (!isLast && stored !== null) return stored;
    }
    return DONE;
  }

  async #endPage({ page, next, truncated }: PageEnd): Promise<Outcome | null> {
    const rows = this.#rows;
    this.#rows = [];
    // It begins anew although it was told where to go on: what is committed already is not needed again.
    if (page < this.#cursor.page) return null;
    if (this.#isOver || page > this.#cursor.page)
      return invalid(`it ended page ${page} when page ${this.#cursor.page} was next`);
    if (rows.length > MOST_ROWS)
      return invalid(`page ${page} has ${rows.length} rows, more than ${MOST_ROWS}: end pages more often`);
    this.#pagesEnded += 1;
    const step = this.#wayOn(page, next, truncated, rows);
    if (step.next === null) this.#isOver = true;
    const stored = await this.#commit(rows, step.next, step.truncated, null);
    if (stored !== null && step.next !== null) return stored;
    // It was told no reason to go on: what it still does is of no use.
    return this.#isOver && next !== null ? DONE : null;
  }

  #wayOn(
    page: number,
    next: string | null,
    truncated: boolean,
    rows: readonly Row[],
  ): { readonly next: Cursor | null; readonly truncated: Truncation | null } {
    const before = this.#seen.size;
    for (const row of rows) {
      const key = rowKey(row);
      if (key !== null) this.#seen.add(key);
    }
    if (next === null) return { next: null, truncated: truncated ? 'cap' : null };
    if (page >= this.#task.run.maxPages) return { next: null, truncated: 'cap' };
    // A page that repeats what came before, again and again, would never end (F68).
    if (page > 1 && rows.length > 0 && this.#seen.size === before) return { next: null, truncated: null };
    return { next: { page: page + 1, url: next }, truncated: null };
  }

  /** What to leave with; null = go on. */
  async #commit(
    rows: readonly Row[],
    next: Cursor | null,
    truncated: Truncation | null,
    total: number | null,
  ): Promise<Outcome | null> {
    const { clock, run, maxFieldLength } = this.#task;
    const fetchedAt = clock.now();
    const fetchedOn = dayOf(fetchedAt, run.timeZone);
    const { page, url } = this.#cursor;
    const valid = validateRows(rows, { fields: LISTING_FIELDS, page, fetchedOn, maxFieldLength });
    const result = programPage(this.#task, {
      page,
      url,
      next,
      truncated,
      ...valid,
      fetchedAt,
      fetchedOn,
      total,
    });
    const stored = await this.#task.storePage(result);
    this.#committedRows += rows.length;
    if (next !== null) this.#cursor = next;
    return stored.goOn ? null : { kind: 'released', reason: stored.reason };
  }

  /** No rows are an answer only when the program says that the portal says so (D20). */
  async #nothing(facts: ProgramFacts): Promise<Outcome> {
    if (!facts.empty) {
      const message =
        `the program ended well and gave no rows for ${this.#task.run.url}; ` +
        'a search without results must be told by the line {"empty": true}';
      return { kind: 'suspect', verdict: 'layout_changed', code: 'E_LAYOUT', message };
    }
    const { page, url } = this.#cursor;
    await this.#task.storePage(programPage(this.#task, { page, url, total: facts.total, empty: page === 1 }));
    return DONE;
  }

  /** Without page lines a program begins from nothing: what an earlier run of it committed comes again. */
  #unknown(): readonly Row[] {
    return this.#rows.filter((row) => {
      const key = rowKey(row);
      return key === null || !this.#seen.has(key);
    });
  }

  #ours(row: RawRow): Row {
    return { ...this.#program.readRow(row, pageInput(this.#task, this.#cursor)), site: this.#task.run.site };
  }
}
