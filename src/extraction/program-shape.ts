/** The shape of a site whose pages a program of the team's own collects (`type: command`; docs/command-scrapers.md). */
import { z } from 'zod';
import { DETAIL_FIELDS } from '../core/listing.ts';
import { host, PARSERS, siteCode, siteDefaults } from './definition-shapes.ts';

const columns = DETAIL_FIELDS.filter((field) => field.name !== 'site').map((field) => field.name);

const program = z.array(z.string().min(1)).min(1);

/** What the environment of a program may hold: names as shells know them; ours are told by the product. */
const environment = z.record(
  z
    .string()
    .regex(/^(?!SCRAPING_)[A-Za-z_][A-Za-z0-9_]*$/, 'expected a variable name that does not begin with SCRAPING_'),
  z.string(),
);

const column = z.union([
  z.string().min(1),
  z.strictObject({
    /** The program's own name of the column. */
    from: z.string().min(1),
    parse: z.enum(PARSERS).optional(),
    /** What the parser is told, as in a page's field. */
    as: z.string().optional(),
    /** The program's word (in small letters) to ours. */
    map: z.record(z.string(), z.string()).optional(),
  }),
]);
export type ProgramColumn = z.output<typeof column>;

export const programSiteShape = z
  .strictObject({
    code: siteCode,
    name: z.string().min(1),
    type: z.literal('command'),
    hosts: z.array(host).min(1),
    defaults: siteDefaults.prefault({}),
    command: z.strictObject({
      /** Program and arguments, run as they stand: there is no shell. */
      program,
      /** The same for detail tasks; absent: the site has none. */
      detail: program.optional(),
      /** Folder it runs in; relative ones count from the definition's. */
      folder: z.string().min(1).default('.'),
      /** Where its rows are: on standard output, or in the file that SCRAPING_OUTPUT names. */
      output: z.enum(['stdout', 'file']).default('stdout'),
      format: z.enum(['jsonl', 'csv']).default('jsonl'),
      environment: environment.default({}),
      /** Longest time of one run; `security.system_limits.max_execution_time` when absent. */
      max_seconds: z.int().min(1).max(604_800).optional(),
      max_pages: z.int().positive().default(1000),
    }),
    /** Our column: its name in the program's rows. Absent: the rows use our names. */
    columns: z.strictObject(Object.fromEntries(columns.map((name) => [name, column.optional()]))).optional(),
  })
  .superRefine((site, context) => {
    if (site.columns !== undefined && site.columns['listing_id'] === undefined && site.columns['url'] === undefined)
      context.addIssue({
        code: 'custom',
        path: ['columns'],
        message: 'needs listing_id or url: a row without both is no listing',
      });
  });
export type ProgramSiteDefinition = z.output<typeof programSiteShape>;
