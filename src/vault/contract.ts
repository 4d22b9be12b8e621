/** Pages as they were fetched, kept so that a definition can be tried on them again without asking the portal. */
import type { RequestPurpose } from '../core/politeness.ts';

/** Which pages are kept beside those with problems, which always are (`pages.keep`): `all`; `none` and `problems` mean no other. */
export type KeepPages = 'none' | 'problems' | 'all';

/** What a worker says of a page it has put into its staging folder, as `<sha256>.zst`. */
export interface StagedPage {
  /** Of the page's text in UTF-8; it is also the name. */
  readonly sha256: string;
  /** Address after redirects. */
  readonly url: string;
  readonly requestedUrl: string;
  /** The search's first page, or the advert. */
  readonly startUrl: string;
  /** Number of the result page; for a detail page its place in the list. */
  readonly page: number;
  readonly purpose: RequestPurpose;
  readonly status: number;
  /** Epoch ms. */
  readonly fetchedAt: number;
  /** Day of the fetch in the batch's zone. */
  readonly fetchedOn: string;
  /** Code of what was wrong with it; null = it was read. */
  readonly problem: string | null;
}

/** One kept page, and whose it is. */
export interface KeptPage extends StagedPage {
  readonly batch: string;
  readonly task: number;
  readonly site: string;
  readonly generation: number;
}

export type PageOwner = Pick<KeptPage, 'batch' | 'task' | 'site' | 'generation'>;

export interface PageVault {
  /** Takes a page over from a staging folder. @throws {Fault} E_VAULT when it is not what it says, or cannot be stored */
  keep(staging: string, page: StagedPage, owner: PageOwner): Promise<void>;
  /** Batches that have kept pages, newest first. */
  batches(): Promise<readonly string[]>;
  /** The pages of a batch whose bodies are still there, in the order in which they were fetched. */
  pagesOf(batch: string): Promise<readonly KeptPage[]>;
  /** A page's text. @throws {Fault} E_VAULT when it is not there any more, or damaged */
  read(sha256: string): Promise<string>;
}
