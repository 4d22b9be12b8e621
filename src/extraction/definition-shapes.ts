/** The shapes of a site definition (docs/sites.md explains every key with an example). */
import { z } from 'zod';
import { DETAIL_FIELDS } from '../core/listing.ts';
import { CODE_PATTERN, LONGEST_CODE } from '../core/codes.ts';
import { selectorFault } from './document.ts';
import { readPath } from './json-path.ts';
import { endlessPiece } from './pattern-safety.ts';

/** How a raw text becomes a value; the default follows from the column's type. */
export const PARSERS = [
  'text',
  'url',
  'integer',
  'number',
  'boolean',
  'money',
  'area',
  'rooms',
  'date',
  'published',
  'age',
  'coordinates',
  'coordinate',
  'headline',
  'operation',
  'currency',
] as const;
export type ParserName = (typeof PARSERS)[number];

/** Text whose own rule, `fault`, gives a sentence on what is wrong, or null. */
function checked(fault: (text: string) => string | null): z.ZodString {
  return z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const message = fault(text);
      if (message !== null) context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${message}` });
    });
}

function patternFault(pattern: string): string | null {
  try {
    if (!(new RegExp(pattern, 'iu') instanceof RegExp)) return 'is no pattern';
    const endless = endlessPiece(pattern);
    return endless === null
      ? null
      : `may take hours on some texts: ${JSON.stringify(endless)} repeats what can match the same letters in several ways`;
  } catch (error) {
    return `is not a regular expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const selector = checked(selectorFault);
const pattern = checked(patternFault);
const jsonPath = checked((path) => {
  const steps = readPath(path);
  return typeof steps === 'string' ? steps : null;
});
const name = checked((text) =>
  /^[a-z][a-z0-9_-]*$/.test(text) ? null : 'is not a name: use small letters, digits, _ and -',
);
export const host = checked((text) =>
  /^[a-z0-9.-]+$/.test(text) ? null : 'is not a host name: write it in small letters, without https://',
);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const dataBlock = z
  .strictObject({
    /** `id` of the script element. */
    id: z.string().optional(),
    /** `type` of the script element. */
    type: z.string().optional(),
    /** The value stands behind this text, in any script that has it. */
    after: z.string().min(1).optional(),
    format: z.enum(['json', 'js', 'flight']).default('json'),
    /** All such scripts, as one list; else the first that can be read. */
    every: z.boolean().optional(),
  })
  .superRefine((block, context) => {
    if (block.format !== 'flight' && block.id === undefined && block.type === undefined && block.after === undefined) {
      context.addIssue({ code: 'custom', message: 'say which script is meant: id, type or after' });
    }
  });
export type DataBlock = z.output<typeof dataBlock>;

/** Something that is so or not: of a page, or (with `from`) of an advert. */
const condition = z.strictObject({
  from: name.optional(),
  data: name.optional(),
  path: jsonPath.optional(),
  css: selector.optional(),
  attr: z.string().optional(),
  /** Pattern over the text a reader sees. */
  text: pattern.optional(),
  /** Pattern over the page's source. */
  html: pattern.optional(),
  /** Pattern over the page's address. */
  address: pattern.optional(),
  equals: scalar.optional(),
  matches: pattern.optional(),
  /** true: there is such a thing; false: there is none. */
  present: z.boolean().optional(),
});
export type Condition = z.output<typeof condition>;

const alternative = z.strictObject({
  /** Row source, or the first of several that has this advert; absent: the whole page. */
  from: z.union([name, z.array(name).min(1)]).optional(),
  /** Data block of the page. */
  data: name.optional(),
  /** Place in the JSON; several are joined with a space. */
  path: z.union([jsonPath, z.array(jsonPath).min(1)]).optional(),
  css: selector.optional(),
  attr: z.string().optional(),
  /** `own`: without the text of inner elements. */
  text: z.enum(['all', 'own']).optional(),
  /** Pattern over the page's address. */
  address: pattern.optional(),
  /** Pattern over the page's source. */
  html: pattern.optional(),
  constant: scalar.optional(),
  /** Text with `{column}` of columns above. */
  template: z.string().optional(),
  /** Only the nth of what was found; from 1, or from the end with -1. */
  nth: z.int().optional(),
  /** Only when this holds for the advert or the page. */
  when: condition.optional(),
  decode: z.array(z.enum(['base64', 'url', 'markup'])).optional(),
  /** The text is JSON: take this place of it. */
  json: jsonPath.optional(),
  /** The text is an address: take this parameter of its query. */
  query: z.string().optional(),
  /** Only texts that match. */
  having: pattern.optional(),
  /** Group 1 (or the whole) of this pattern. */
  match: pattern.optional(),
  /** Raw text (in small letters) to value; what is not named is not understood. */
  map: z.record(z.string(), z.string()).optional(),
  /** Put before each text. */
  prefix: z.string().optional(),
  /** How each JSON object is written: `{label}: {value}`. */
  item: z.string().optional(),
  /** All that was found, joined with this. */
  join: z.string().optional(),
  /** How many were found. */
  count: z.boolean().optional(),
  parse: z.enum(PARSERS).optional(),
  /** What the parser is told: kind of room or area, or the format of a date. */
  as: z.string().optional(),
  /** `keep` leaves the query of an address. */
  address_query: z.enum(['keep', 'strip']).optional(),
});
export type Alternative = z.output<typeof alternative>;

const alternatives = z.array(alternative).min(1);
const columns = DETAIL_FIELDS.filter((field) => field.name !== 'site').map((field) => field.name);
const fields = z.strictObject(Object.fromEntries(columns.map((column) => [column, alternatives.optional()])));

/** Where adverts stand on a result page. */
const source = z.strictObject({
  css: selector.optional(),
  data: name.optional(),
  path: jsonPath.optional(),
  /** What is the same in all sources of an advert; `index`: its place, when both have as many. */
  key: z.union([z.literal('index'), alternative]).optional(),
  /** Read only when it is the page's list; never joined to another one (mark-up costs far more than data). */
  alone: z.boolean().optional(),
  /** Adverts that are none: promotions, suggestions outside the search. */
  skip: z.array(condition).optional(),
});
export type SourceDefinition = z.output<typeof source>;

/** One sign of the last page; the first rule that has an answer decides. */
const lastRule = z.strictObject({
  data: name.optional(),
  path: jsonPath.optional(),
  css: selector.optional(),
  attr: z.string().optional(),
  match: pattern.optional(),
  /**
   * What is found there: whether this page is the last (without `attr`: the element itself says so), the number of
   * pages, or the number of the next page.
   */
  is: z.enum(['last', 'pages', 'next_page']).optional(),
  /** Without this element the page is the last. */
  missing: selector.optional(),
  /** Fewer adverts (skipped ones count) than this: the last. */
  rows_below: z.int().positive().optional(),
  /** The total of the search and this many results a page; of several sizes, the smallest that holds the page's. */
  results_per_page: z.union([z.int().positive(), z.array(z.int().positive()).min(1)]).optional(),
});
export type LastRule = z.output<typeof lastRule>;

/** How the address of page N is made from the search's first page. */
const pageAddress = z
  .strictObject({
    /** Only for first pages whose address matches. */
    matches: pattern.optional(),
    /** Query parameter that holds the number. */
    query: z.string().min(1).optional(),
    /** Put behind the path: `/{page}`. */
    suffix: z.string().includes('{page}').optional(),
    /** Put `insert` before `before`: `-pagina-{page}` before `.html`. */
    insert: z.string().includes('{page}').optional(),
    before: z.string().min(1).optional(),
    /** The number of the first page, and by how much it grows: 0 and 20 for offsets (`?start=20`). */
    first: z.int().min(0).default(1),
    step: z.int().positive().default(1),
    /** A link of the page, where no address can be made. */
    link: selector.optional(),
  })
  .superRefine((address, context) => {
    const ways = [address.query, address.suffix, address.insert, address.link].filter(
      (way) => way !== undefined,
    ).length;
    if (ways !== 1)
      context.addIssue({ code: 'custom', message: 'say one of query, suffix, insert (with before) or link' });
    if ((address.insert === undefined) !== (address.before === undefined)) {
      context.addIssue({ code: 'custom', message: 'insert and before belong together' });
    }
  });
export type PageAddress = z.output<typeof pageAddress>;

const next = z.strictObject({
  /** The first that fits the search's address. */
  address: z.array(pageAddress).min(1),
  max_pages: z.int().positive().default(100),
  last: z.array(lastRule).min(1),
});
export type NextDefinition = z.output<typeof next>;

/**
 * Proof that the portal answered the search that was asked: the longest word of what `asked` finds in the address
 * must come again in everything that `found` finds.
 */
const place = z.strictObject({
  asked: pattern,
  found: z.array(alternative).min(1),
});
export type PlaceDefinition = z.output<typeof place>;

const markers = {
  empty: z.array(condition).default([]),
  blocked: z.array(condition).default([]),
  gone: z.array(condition).default([]),
};

/** What every page of the site has; one that has not has changed its layout (F65). */
const expectation = z.strictObject({
  /** Fewest adverts on a page that another one follows. */
  rows: z.int().positive().optional(),
  /** Columns that may be missing on a fifth of the rows at most. */
  required: z.array(z.enum(columns as [string, ...string[]])).default([]),
  /** Least share of rows with a value, a column. */
  fill: z.partialRecord(z.enum(columns as [string, ...string[]]), z.number().gt(0).max(1)).default({}),
});
export type Expectation = z.output<typeof expectation>;

const list = z.strictObject({
  sources: z.record(name, source),
  /** The first source that has adverts is the page's list. */
  rows: z.array(name).min(1),
  fields,
  total: alternatives.optional(),
  next,
  expect: expectation.optional(),
  place: place.optional(),
  ...markers,
});
export type ListDefinition = z.output<typeof list>;

const detail = z.strictObject({
  fields,
  /** Without these columns it is no page of an advert. */
  required: z.array(z.enum(columns as [string, ...string[]])).min(1),
  ...markers,
});
export type DetailDefinition = z.output<typeof detail>;

export const siteCode = checked((text) =>
  CODE_PATTERN.test(text) && text.length <= LONGEST_CODE ? null : 'is not a code: letters, digits, _ and -',
);

export const siteDefaults = z.strictObject({
  priority: z.int().min(1).max(1000).default(100),
  lanes: z.int().min(1).max(64).default(1),
  always_on: z.boolean().default(false),
  delay_seconds: z.number().min(0.1).max(3600).default(2),
  robots: z.enum(['respect', 'ignore']).default('respect'),
  fetch: z.enum(['http', 'browser', 'auto']).default('http'),
  /** In the browser: the page is whole when this finds something. */
  wait_for: selector.optional(),
});

export const siteShape = z.strictObject({
  code: siteCode,
  name: z.string().min(1),
  hosts: z.array(host).min(1),
  /** Hosts a redirect may lead to, besides `hosts`. */
  redirect_hosts: z.array(host).default([]),
  /** `ignore` takes certificates that do not hold (expired, self-made): only when a person has looked at them. */
  certificates: z.enum(['check', 'ignore']).default('check'),
  defaults: siteDefaults.prefault({}),
  data: z.record(name, dataBlock).default({}),
  list,
  detail: detail.optional(),
});
export type SiteDefinition = z.output<typeof siteShape>;
