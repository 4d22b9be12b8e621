import type { FetchMode } from '../core/page.ts';
import type { Politeness } from '../core/politeness.ts';
import type { CheckedDefinition } from '../extraction/contract.ts';

/** What the engine needs to run a site's scrapers: its definition and how it takes its turns. */
export interface SiteRun {
  readonly code: string;
  readonly priority: number;
  readonly lanes: number;
  readonly alwaysOn: boolean;
  readonly hasDetail: boolean;
  readonly maxPages: number;
  readonly definition: CheckedDefinition;
  readonly definitionHash: string;
  /** Its worker starts programs (a browser, the site's own scraper): it needs the right to, and more memory. */
  readonly startsPrograms: boolean;
  readonly fetch: FetchMode;
  /** Names of its proxies; null = any, none = direct. */
  readonly proxies: readonly string[] | null;
  readonly politeness: Politeness;
}
