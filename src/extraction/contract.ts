/** What a site definition becomes, and what comes out of a page. Nothing outside extraction/ ever sees a DOM. */
import type { Row } from '../core/listing.ts';
import type { FetchMode, RobotsMode } from '../core/page.ts';
import type { SiteDefinition } from './definition-shapes.ts';
import type { ProgramSiteDefinition } from './program-shape.ts';

/** Which alternative of a field's list gave its value, and what failed; for `site test`. */
export interface FieldReport {
  readonly field: string;
  /** Rows of the page that have a value. */
  readonly filled: number;
  readonly rows: number;
  /** Alternatives in the definition's order: how many rows each one served. */
  readonly alternatives: readonly { readonly source: string; readonly used: number }[];
  readonly example: string | null;
  /** Raw text that a parser did not understand, one example. */
  readonly failed: string | null;
}

export interface PageInput {
  /** Address after redirects. */
  readonly url: string;
  /** Address that was asked for. */
  readonly requestedUrl: string;
  /** What the page's links are relative to; the page's own `<base>` says it, else its address. */
  readonly base?: string;
  readonly text: string;
  /** Number of this result page, from 1. */
  readonly page: number;
  /** Day of the fetch, YYYY-MM-DD: "hace 3 días" counts from it. */
  readonly fetchedOn: string;
  /** The search's first page, from which page addresses are built. */
  readonly startUrl: string;
  /** Share of rows that usually have each field, as earlier batches had it; absent = nothing is known. */
  readonly usual?: Readonly<Record<string, number>>;
}

/** What a page turned out to be. */
export type Extraction =
  | {
      readonly kind: 'content';
      readonly rows: readonly Row[];
      /** Address of the next page; null = the portal says this is the last one. */
      readonly nextUrl: string | null;
      /** Results the portal claims for the whole search. */
      readonly total: number | null;
      readonly fields: readonly FieldReport[];
    }
  | { readonly kind: 'empty'; readonly marker: string }
  | { readonly kind: 'blocked'; readonly marker: string }
  | { readonly kind: 'gone'; readonly marker: string }
  /** `code` is set when the layout is fine and the portal answered another search than the one asked for. */
  | {
      readonly kind: 'layout_changed';
      readonly message: string;
      readonly code?: 'E_WRONG_PLACE';
      /** Places that come nearest to what was looked for and not found. */
      readonly candidates?: readonly Candidate[];
    };

/** One place of a page, as a person would write it into the definition. */
export interface Candidate {
  readonly place: string;
  /** Adverts, or elements, that have it. */
  readonly times: number;
  readonly example: string;
}

/** A site definition, compiled: what the engine needs to know of a site, and its two extractors. */
export interface Site {
  readonly code: string;
  readonly name: string;
  /** Host names whose URLs belong to this site. */
  readonly hosts: readonly string[];
  /** Hosts a redirect may lead to. */
  readonly redirectHosts: readonly string[];
  /** The definition takes certificates that do not hold (F44). */
  readonly ignoresCertificates: boolean;
  readonly hasDetail: boolean;
  /** SHA-256 of the definition's text, first 12 hex digits: names it in manifests and pages. */
  readonly hash: string;
  /** Most result pages of one search. */
  readonly maxPages: number;
  readonly defaults: SiteDefaults;
  /** What collects its pages instead of us (`type: command`); null = we do. */
  readonly program: SiteProgram | null;
  extractList(input: PageInput): Extraction;
  /** One row at most. @throws {Fault} E_DEFINITION when the site has no detail page. */
  extractDetail(input: PageInput): Extraction;
}

/** A program of the team's own that collects a site, task by task (docs/command-scrapers.md). */
export interface SiteProgram {
  /** Program and arguments for a main task. */
  readonly main: readonly string[];
  /** For a detail task; null = the site has none. */
  readonly detail: readonly string[] | null;
  /** Absolute folder it runs in. */
  readonly folder: string;
  readonly output: 'stdout' | 'file';
  readonly format: 'jsonl' | 'csv';
  readonly environment: Readonly<Record<string, string>>;
  /** Longest time of one run; null = the configuration's. */
  readonly maxSeconds: number | null;
  /** A row as the program gave it, in our columns; its values are not checked yet. */
  readRow(row: Readonly<Record<string, unknown>>, input: PageInput): Row;
}

/** What a definition says of running the site; `websites.<site>` in the configuration wins. */
export interface SiteDefaults {
  readonly priority: number;
  readonly lanes: number;
  readonly alwaysOn: boolean;
  readonly delaySeconds: number;
  readonly robots: RobotsMode;
  readonly fetch: FetchMode;
  /** Selector that finds something when the browser has filled the page in. */
  readonly waitFor: string | null;
}

/** A definition as found on disk. */
export interface DefinitionSource {
  readonly file: string;
  readonly text: string;
}

/** A definition that was read and found right, as plain data: a worker gets it and compiles it. */
export type CheckedDefinition = CheckedPages | CheckedProgram;

export interface CheckedPages extends CheckedFile {
  readonly kind: 'pages';
  readonly definition: SiteDefinition;
}

export interface CheckedProgram extends CheckedFile {
  readonly kind: 'program';
  readonly definition: ProgramSiteDefinition;
}

interface CheckedFile {
  readonly file: string;
  /** As `Site.hash`. */
  readonly hash: string;
}
