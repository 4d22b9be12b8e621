/** From adverts to rows: each field's alternatives in order, the first that a parser understands. */
import type { Row, Value } from '../core/listing.ts';
import { compileAlternative, describe } from './alternative.ts';
import type { Raw, RawReader } from './alternative.ts';
import type { FieldReport } from './contract.ts';
import type { Alternative } from './definition-shapes.ts';
import type { PageView, RowView } from './page-view.ts';
import { compileParser, settleRow } from './values.ts';
import type { Parser } from './values.ts';

interface AlternativePlan {
  readonly source: string;
  readonly read: RawReader;
  readonly parse: Parser;
}

interface FieldPlan {
  readonly column: string;
  readonly alternatives: readonly AlternativePlan[];
}

export type FieldDefinitions = Readonly<Record<string, readonly Alternative[] | undefined>>;

export function compileFields(fields: FieldDefinitions): readonly FieldPlan[] {
  const plans = Object.entries(fields).map(([column, alternatives = []]) => ({
    column,
    isLate: alternatives.some((alternative) => alternative.template !== undefined),
    alternatives: alternatives.map((alternative) => ({
      source: describe(alternative),
      read: compileAlternative(alternative),
      parse: compileParser(column, alternative),
    })),
  }));
  // A template is made of other columns: these come first, whatever the order in the file.
  return [...plans.filter((plan) => !plan.isLate), ...plans.filter((plan) => plan.isLate)];
}

/** Counts of one field over a page's rows: a few increments a value. */
interface Tally {
  readonly used: number[];
  failed: string | null;
}

export class RowMaker {
  readonly #site: string;
  readonly #plans: readonly FieldPlan[];
  readonly #page: PageView;
  readonly #tallies: readonly Tally[];

  constructor(site: string, plans: readonly FieldPlan[], page: PageView) {
    this.#site = site;
    this.#plans = plans;
    this.#page = page;
    this.#tallies = plans.map((plan) => ({ used: plan.alternatives.map(() => 0), failed: null }));
  }

  /** `item` gives the advert as a source has it; it is not called for fields of the page. */
  make(item: RowView['item']): Row {
    const row: Record<string, Value> = { site: this.#site };
    const view: RowView = { item, column: (name) => row[name] ?? null };
    for (const [index, plan] of this.#plans.entries()) {
      const tally = this.#tallies[index];
      // A column that an earlier field's text already told (the currency of a price) is not asked for again.
      if (tally !== undefined && (row[plan.column] ?? null) === null) this.#fill(row, plan, tally, view);
    }
    settleRow(row);
    return row;
  }

  #fill(row: Record<string, Value>, plan: FieldPlan, tally: Tally, view: RowView): void {
    let failed: Raw | null = null;
    let understood = false;
    for (const [index, alternative] of plan.alternatives.entries()) {
      for (const raw of alternative.read(this.#page, view)) {
        const columns = alternative.parse(raw, this.#page.input);
        if (columns === null) failed ??= raw;
        else if ((columns[plan.column] ?? null) === null) understood = true;
        else {
          for (const column in columns) {
            const value = columns[column] ?? null;
            if (value !== null) row[column] ??= value;
          }
          tally.used[index] = (tally.used[index] ?? 0) + 1;
          return;
        }
      }
    }
    // A text that some alternative understood ("2 baños" beside "136 m²") is no failure of the others.
    if (!understood && failed !== null) tally.failed ??= exampleOf(failed);
  }

  reports(rows: readonly Row[]): readonly FieldReport[] {
    return this.#plans.map((plan, index) => {
      const filled = rows.filter((row) => (row[plan.column] ?? null) !== null);
      const example = filled[0]?.[plan.column] ?? null;
      const tally = this.#tallies[index];
      return {
        field: plan.column,
        filled: filled.length,
        rows: rows.length,
        alternatives: plan.alternatives.map(({ source }, at) => ({ source, used: tally?.used[at] ?? 0 })),
        example: example === null ? null : exampleOf(example),
        failed: tally?.failed ?? null,
      };
    });
  }
}

/** Reports are for people: a line each. */
const LONGEST_EXAMPLE = 120;

function exampleOf(raw: Raw): string {
  // A copy of its own: a slice would keep the whole page in memory (F73).
  return Buffer.from(String(raw).slice(0, LONGEST_EXAMPLE).replace(/\s+/g, ' ').trim()).toString();
}
