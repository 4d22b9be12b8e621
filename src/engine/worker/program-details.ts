/** The listings of a detail task whose rows a program gives: one commit a listing, in the order of the list (D22). */
import { dayOf } from '../../core/local-time.ts';
import { DETAIL_FIELDS, GONE } from '../../core/listing.ts';
import type { Row } from '../../core/listing.ts';
import { DONE } from '../../core/outcome.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { DetailItem } from '../../core/page.ts';
import type { SiteProgram } from '../../extraction/contract.ts';
import { validateRows } from '../../records/validate.ts';
import type { ProgramEvent, ProgramFacts, RawRow } from './program-output.ts';
import { invalid, pageInput, programPage } from './page-taker.ts';
import type { PageTaker } from './page-taker.ts';
import type { TaskRun } from './task-run.ts';

export class DetailPages implements PageTaker {
  readonly #task: TaskRun;
  readonly #program: SiteProgram;
  readonly #bySequence: ReadonlyMap<number, number>;
  readonly #byName = new Map<string, DetailItem>();
  readonly #rows = new Map<number, Row>();
  #done = 0;
  #strangers = 0;

  constructor(task: TaskRun, program: SiteProgram) {
    this.#task = task;
    this.#program = program;
    const { items } = task.run;
    this.#bySequence = new Map(items.map((item, index) => [item.sequence, index]));
    for (const item of items) {
      this.#byName.set(item.url, item);
      this.#byName.set(item.listingId, item);
    }
  }

  async take(event: ProgramEvent): Promise<Outcome | null> {
    if (event.kind === 'row') return this.#keep(event.row);
    const index = this.#bySequence.get(event.page);
    if (index === undefined) return invalid(`it ended listing ${event.page}, which is not in the task's list`);
    return this.#commitUntil(index + 1, new Map());
  }

  async finish(facts: ProgramFacts): Promise<Outcome> {
    const { items } = this.#task.run;
    if (this.#rows.size === 0 && this.#done === 0 && facts.gone.size === 0) {
      const message = `the program ended well and gave nothing for the ${items.length} listings of its list`;
      return { kind: 'suspect', verdict: 'layout_changed', code: 'E_LAYOUT', message };
    }
    if (this.#strangers > 0 && this.#rows.size === 0)
      return invalid(`none of its ${this.#strangers} rows has a listing_id or url of the task's list`);
    return (await this.#commitUntil(items.length, facts.gone)) ?? DONE;
  }

  #keep(raw: RawRow): null {
    const row = this.#program.readRow(raw, pageInput(this.#task, { page: 1, url: this.#task.run.url }));
    const item = this.#byName.get(String(row['listing_id'] ?? '')) ?? this.#byName.get(String(row['url'] ?? ''));
    if (item === undefined) this.#strangers += 1;
    else {
      const { listingId, url, sequence } = item;
      this.#rows.set(sequence, { ...row, site: this.#task.run.site, listing_id: listingId, url });
    }
    return null;
  }

  async #commitUntil(end: number, gone: ReadonlyMap<string, string>): Promise<Outcome | null> {
    const { items } = this.#task.run;
    for (; this.#done < end; this.#done += 1) {
      const item = items[this.#done];
      if (item === undefined) return null;
      const next = items[this.#done + 1] ?? null;
      const stored = await this.#commit(item, next, gone.get(item.listingId) ?? gone.get(item.url));
      if (next !== null && !stored.goOn) return { kind: 'released', reason: stored.reason };
    }
    return null;
  }

  #commit(item: DetailItem, next: DetailItem | null, gone: string | undefined): ReturnType<TaskRun['storePage']> {
    const { clock, run, maxFieldLength } = this.#task;
    const fetchedAt = clock.now();
    const fetchedOn = dayOf(fetchedAt, run.timeZone);
    const row = this.#rows.get(item.sequence);
    this.#rows.delete(item.sequence);
    const missing = gone === undefined ? 'the program gave no row for it' : `${GONE}: ${gone}`;
    const rows =
      row === undefined
        ? {
            rows: [],
            rejects: [
              { row: { listing_id: item.listingId, url: item.url }, reason: missing, page: item.sequence, position: 1 },
            ],
            emptied: {},
          }
        : validateRows([row], { fields: DETAIL_FIELDS, page: item.sequence, fetchedOn, maxFieldLength });
    return this.#task.storePage(
      programPage(this.#task, {
        page: item.sequence,
        url: item.url,
        next: next === null ? null : { page: next.sequence, url: next.url },
        truncated: null,
        ...rows,
        fetchedAt,
        fetchedOn,
        total: null,
      }),
    );
  }
}
