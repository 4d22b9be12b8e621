/** What a person or program may ask for; a service does it, or this process when none runs (D29). */
import { z } from 'zod';
import { selectorShape } from './selector.ts';

const site = z.string().min(1).max(40);

export const actionShape = z.discriminatedUnion('action', [
  /** Starts a batch outside the schedule. */
  z.strictObject({
    action: z.literal('run-now'),
    selector: selectorShape.pick({ site: true, city: true, operation: true, product: true }).optional(),
  }),
  /** Without a site: the schedule of batches. */
  z.strictObject({ action: z.literal('pause'), site: site.optional() }),
  z.strictObject({ action: z.literal('resume'), site: site.optional() }),
  /** Failed tasks of a batch are tried again. */
  z.strictObject({
    action: z.literal('retry'),
    selector: selectorShape,
    tasks: z.array(z.number().int()).max(5000).optional(),
  }),
  /** Ends the open batch. */
  z.strictObject({ action: z.literal('cancel') }),
  /** Reads configuration and definitions anew. */
  z.strictObject({ action: z.literal('reload') }),
  z.strictObject({ action: z.literal('backup') }),
]);
export type Action = z.infer<typeof actionShape>;

export const actionAnswerShape = z.strictObject({
  by: z.enum(['service', 'this process']),
  /** What was done, in the asker's language, one sentence. */
  message: z.string(),
  result: z.unknown(),
});
export type ActionAnswer = z.infer<typeof actionAnswerShape>;
