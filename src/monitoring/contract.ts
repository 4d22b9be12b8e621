/**
 * All that can be seen and steered, in one interface: over the store of this machine (`local`), or over the API of
 * another (`remote`). Command line, terminal dashboard and API are made of it; the web sees it through the API.
 */
import type { Action, ActionAnswer } from './action-shape.ts';
import type {
  AuditView,
  BackupView,
  CatalogueView,
  LogFilter,
  LogLine,
  Role,
  ScheduleView,
  SettingView,
  SiteView,
  TokenView,
} from './house-shape.ts';
import type { PageOf, Paging, Selector, TaskSort } from './selector.ts';
import type { BatchReport, Statistics, StatisticsBy, Trend } from './statistics-shape.ts';
import type { BatchView, ScraperView, Status } from './status-shape.ts';
import type { Coverage, ErrorGroup, TaskDetail, TaskView } from './task-shape.ts';

export type Language = 'en' | 'es';

/** Where something went wrong or stands still; in words of the asker's language. */
export interface WorkReader {
  status(): Promise<Status>;
  /** Newest first. */
  batches(paging: Paging): Promise<PageOf<BatchView>>;
  /** `last` = the open one, else the newest. @throws {Fault} E_UNKNOWN (no such batch, task, site or token) */
  batch(id: string): Promise<{ readonly batch: BatchView; readonly scrapers: readonly ScraperView[] }>;
  coverage(batch: string): Promise<Coverage>;
  tasks(
    selector: Selector,
    order: { readonly sort: TaskSort; readonly descending: boolean },
    paging: Paging,
  ): Promise<PageOf<TaskView>>;
  /** @throws {Fault} E_UNKNOWN (no such batch, task, site or token) */
  task(id: number): Promise<TaskDetail>;
  /** The saved problem page of a task, as text; null = none is kept. */
  problemPage(task: number): Promise<string | null>;
  /** Failures by cause and site, most tasks first. */
  errors(selector: Selector): Promise<readonly ErrorGroup[]>;
}

export interface FiguresReader {
  statistics(selector: Selector, by: StatisticsBy, lastBatches: number): Promise<Statistics>;
  trend(lastBatches: number): Promise<Trend>;
  report(batch: string): Promise<BatchReport>;
}

export interface HouseReader {
  sites(): Promise<readonly SiteView[]>;
  catalogue(): Promise<CatalogueView>;
  schedule(limit: number): Promise<ScheduleView>;
  /** Oldest first, the newest `limit` of those that fit. */
  logs(filter: LogFilter): Promise<readonly LogLine[]>;
  /** What is written from now on; ends with the signal. */
  followLogs(filter: LogFilter, signal: AbortSignal): AsyncIterable<LogLine>;
  backups(): Promise<readonly BackupView[]>;
  settings(): Promise<readonly SettingView[]>;
  audit(paging: Paging): Promise<PageOf<AuditView>>;
}

export interface TokenDesk {
  list(): Promise<readonly TokenView[]>;
  /** The secret is shown once and never kept. `expiresAt` null = until it is revoked. */
  create(
    token: { readonly name: string; readonly role: Role; readonly expiresAt: string | null },
    actor: string,
  ): Promise<{ readonly token: TokenView; readonly secret: string }>;
  /** @throws {Fault} E_UNKNOWN (no such batch, task, site or token) */
  revoke(id: string, actor: string): Promise<TokenView>;
}

export interface Monitor {
  readonly work: WorkReader;
  readonly figures: FiguresReader;
  readonly house: HouseReader;
  readonly tokens: TokenDesk;
  /** @throws {Fault} what the action is refused with. */
  act(action: Action, actor: string): Promise<ActionAnswer>;
  close(): Promise<void>;
}
