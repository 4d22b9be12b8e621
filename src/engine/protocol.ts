/**
 * What agent and worker say to each other over the pipe (frames.ts). A worker has no database handle and no secrets:
 * everything it may know comes in `hello` and `run`, everything it does goes out in `page` and `outcome`.
 */
import type { Done, Outcome } from '../core/outcome.ts';
import type { Phase } from '../core/codes.ts';
import type { DetailItem, FetchMode, PageResult, ResumePoint } from '../core/page.ts';
import type { PermitAnswer, PermitReport, PermitRequest, Politeness } from '../core/politeness.ts';
import type { CheckedDefinition } from '../extraction/contract.ts';
import type { FetcherSettings, RendererSettings } from '../fetching/contract.ts';
import type { KeepPages, StagedPage } from '../vault/contract.ts';

/** Once, after the worker's start. */
export interface Hello {
  readonly type: 'hello';
  readonly fetcher: FetcherSettings;
  readonly maxFieldLength: number;
  /** The folder this worker may write to. */
  readonly staging: string;
  readonly programs: ProgramSettings;
  readonly keepPages: KeepPages;
  readonly browser: RendererSettings;
}

/** Limits of a site's own program (`type: command`). */
export interface ProgramSettings {
  readonly maxSeconds: number;
  /** Most bytes of its rows, on stdout or in its file. */
  readonly maxOutputBytes: number;
}

/** A site's definition, before the first task that needs it: 10 to 20 KB, which every later task only names. */
export interface Define {
  readonly type: 'define';
  readonly hash: string;
  readonly definition: CheckedDefinition;
}

/** One task to work on. `run` numbers the runs of a worker, so that a late answer of an earlier one is told apart. */
export interface Run {
  readonly type: 'run';
  readonly run: number;
  readonly site: string;
  readonly phase: Phase;
  readonly url: string;
  /** Hash of the definition, which came before. */
  readonly definition: string;
  readonly resume: ResumePoint;
  readonly items: readonly DetailItem[];
  readonly fetch: FetchMode;
  /** Names of the site's proxies; null = any, none = direct. */
  readonly proxies: readonly string[] | null;
  readonly userAgent: string;
  readonly maxPages: number;
  readonly timeZone: string;
  /** Share of rows that usually have each field (F65). */
  readonly usual: Readonly<Record<string, number>>;
  /** What a site's own program is told of its task. */
  readonly task: TaskFacts;
}

export interface TaskFacts {
  readonly id: number;
  readonly batch: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly orderNum: number;
  readonly attempt: number;
  readonly politeness: Politeness;
}

export type ToWorker =
  | Hello
  | Define
  | Run
  | { readonly type: 'permit'; readonly ask: number; readonly answer: PermitAnswer }
  /** Answer to a page: go on, or leave at once (lease lost, time is up, shutting down). */
  | {
      readonly type: 'page-stored';
      readonly run: number;
      readonly page: number;
      readonly goOn: boolean;
      readonly reason: string;
    }
  /** Leave at the next page boundary. */
  | { readonly type: 'drain' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly ask: number; readonly request: PermitRequest }
  | { readonly type: 'report'; readonly report: PermitReport }
  /** A sign of life between pages: a program writes, a browser loads. */
  | { readonly type: 'progress'; readonly run: number }
  /** A page for the vault lies in the staging folder, or could not be put there. */
  | { readonly type: 'kept'; readonly run: number; readonly page: StagedPage }
  | { readonly type: 'not-kept'; readonly run: number; readonly reason: string }
  /** `outcome`: this is the last page, and with it stored the run is over. */
  | { readonly type: 'page'; readonly run: number; readonly result: PageResult; readonly outcome?: Done }
  | { readonly type: 'outcome'; readonly run: number; readonly outcome: Outcome };
