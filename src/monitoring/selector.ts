/** The one language that picks tasks, in the command line, the API and the web (SPEC §9). */
import { z } from 'zod';
import { TASK_STATUSES } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';

const code = z.string().min(1).max(40);
const codes = z.array(code).max(200);

/** Each list is "one of these"; lists that are absent or empty do not narrow. Codes are compared without case. */
export const selectorShape = z.strictObject({
  /** A batch id, or `last`: the open batch, else the newest. Absent = `last`. */
  batch: z.string().min(1).max(20).optional(),
  site: codes.optional(),
  city: codes.optional(),
  operation: codes.optional(),
  product: codes.optional(),
  phase: z.array(z.enum(['main', 'detail'])).optional(),
  status: z.array(z.enum(TASK_STATUSES)).optional(),
  verdict: z.array(z.enum(VERDICTS)).optional(),
  /** An error code, such as `E_BLOCKED`. */
  error: z.array(code).optional(),
  /** Words that URL or error message must contain. */
  text: z.string().min(1).max(200).optional(),
});
export type Selector = z.infer<typeof selectorShape>;

export { TASK_SORTS } from './selector-words.ts';
export type { TaskSort } from './selector-words.ts';

/** Cursor paging: `next` of one answer is `cursor` of the next question. */
export const pagingShape = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(1000).optional(),
});
export type Paging = z.infer<typeof pagingShape>;

export interface PageOf<Item> {
  readonly items: readonly Item[];
  /** null = this was the last page. */
  readonly next: string | null;
  /** How many fit in all; null = not counted. */
  readonly total: number | null;
}
