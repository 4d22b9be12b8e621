/** Detail pages are one row each: whether a field has vanished shows over several of them (fault F65). */
import type { DetailItem } from '../../core/page.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { FieldReport } from '../../extraction/contract.ts';
import { vanishedFields } from '../../extraction/drift.ts';
import type { TaskRun } from './task-run.ts';

/** Pages that are judged together; the next ones are counted anew. */
const PAGES = 20;

export class DetailHabits {
  readonly #task: TaskRun;
  #pages = 0;
  readonly #filled = new Map<string, number>();

  constructor(task: TaskRun) {
    this.#task = task;
  }

  /** Notes a page's fields; the outcome that ends the task when some that usually are there have vanished. */
  note(item: DetailItem, fields: readonly FieldReport[]): Outcome | null {
    this.#pages += 1;
    for (const { field, filled } of fields) this.#filled.set(field, (this.#filled.get(field) ?? 0) + filled);
    if (this.#pages < PAGES) return null;
    const sums = [...this.#filled].map(([field, filled]) => ({ field, filled, rows: PAGES }));
    const [worst, ...others] = vanishedFields(sums, undefined, this.#task.run.usual);
    this.#pages = 0;
    this.#filled.clear();
    if (worst === undefined) return null;
    const looked = fields.find(({ field }) => field === worst.field)?.alternatives.map(({ source }) => source);
    const also = others.length === 0 ? '' : `; also ${others.map(({ field }) => field).join(', ')}`;
    return {
      kind: 'suspect',
      verdict: 'layout_changed',
      code: 'E_LAYOUT',
      message: `${item.url}: ${worst.field} is on ${worst.filled} of the last ${PAGES} detail pages (${worst.expected})${also}; looked for ${looked?.join(' | ') ?? 'nothing'}`,
    };
  }
}
