/** Trying a site's definition on a page, as people and programs ask for it and are shown it. */
import { z } from 'zod';
import { VERDICTS } from '../core/verdict.ts';
import { count } from './status-shape.ts';

/** Longest page that can be pasted; the body of a request is not longer. */
const LONGEST_PAGE = 1_000_000;

export const siteTestRequestShape = z.strictObject({
  /** A page of the site that is fetched, politely; absent = the first catalogue row, or `page` as it is. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2083)
    .optional(),
  /** A page's text: nothing is fetched then, and `url` is the address it is taken to have. */
  page: z.string().min(1).max(LONGEST_PAGE).optional(),
  /** Read as a listing's own page. */
  detail: z.boolean().optional(),
});
export type SiteTestRequest = z.infer<typeof siteTestRequestShape> & { readonly site: string };

const text = z.string().nullable();

export const siteTestShape = z.strictObject({
  site: z.string(),
  url: z.string(),
  verdict: z.enum(VERDICTS),
  rows: z.array(z.record(z.string(), z.unknown())),
  /** How each field came out. */
  fields: z.array(
    z.strictObject({
      field: z.string(),
      filled: count,
      rows: count,
      alternatives: z.array(z.strictObject({ source: z.string(), used: count })),
      example: text,
      failed: text,
    }),
  ),
  next: text,
  total: count.nullable(),
  /** What was seen instead of listings. */
  error: z.strictObject({ code: text, message: z.string() }).nullable(),
});
export type SiteTestView = z.infer<typeof siteTestShape>;
