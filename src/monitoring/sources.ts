/** What a local monitor looks at: the store, the live service, the machine and the files of an installation. */
import type { Clock } from '../core/clock.ts';
import type { MonitorStore } from '../store/contract.ts';
import type { ScheduleSettings } from '../upkeep/schedule/settings.ts';
import type { Action, ActionAnswer } from './action-shape.ts';
import type { HouseReader, Language, TokenDesk } from './contract.ts';
import type { BackupView, CatalogueView, LogFilter, LogLine, SettingView } from './house-shape.ts';
import type { ServiceView, SystemView } from './status-shape.ts';

/** What only the running service knows; it tells it itself, or its status file does. */
export interface LiveView {
  readonly service: ServiceView;
  /** Pages stored in each of the last 60 minutes, oldest first; empty = not known. */
  readonly pagesPerMinute: readonly number[];
  /** Of all cores, 0–1. */
  readonly cpuShare: number | null;
  /** Of the service and its workers. */
  readonly ownMemoryBytes: number | null;
  /** From the start of the process until it could work, ms. */
  readonly startMs: number | null;
}

export type MachineView = Omit<SystemView, 'cpuShare' | 'ownMemoryBytes'>;

/** A site as its definition and the configuration have it. */
export interface SiteFacts {
  readonly site: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly definition: { readonly file: string; readonly hash: string; readonly fault: string | null };
  readonly hasDetail: boolean;
  readonly robots: 'respect' | 'ignore';
  readonly delaySeconds: number;
  readonly lanes: number;
}

export type FillRates = readonly {
  readonly site: string;
  readonly fields: readonly { readonly field: string; readonly share: number }[];
}[];

/** What is read from files, each loaded when it is asked for. */
export interface HouseFiles extends Pick<HouseReader, 'followLogs'> {
  sites(): Promise<readonly SiteFacts[]>;
  catalogue(): Promise<CatalogueView>;
  logs(filter: LogFilter): Promise<readonly LogLine[]>;
  backups(): Promise<readonly BackupView[]>;
  settings(): Promise<readonly SettingView[]>;
  /** The saved problem page of a task, as text; null = none is kept. */
  problemPage(task: { readonly batch: string; readonly id: number }): Promise<string | null>;
  hasProblemPage(task: { readonly batch: string; readonly id: number }): Promise<boolean>;
  /** Share of rows in which a field is filled, by site, in what a batch published. */
  fillRates(batch: string): Promise<FillRates>;
  /** Codes that the installation knows, whether a batch has tasks of them or not. */
  knownCodes(): Promise<{
    readonly sites: readonly string[];
    readonly cities: readonly string[];
    readonly operations: readonly string[];
    readonly products: readonly string[];
  }>;
}

/** What the report of a batch is made of. */
export interface ReportSources extends Pick<MonitorSources, 'language' | 'clock' | 'store'> {
  readonly timeZone: () => string;
  readonly files: Pick<HouseFiles, 'catalogue' | 'fillRates'>;
}

export interface MonitorSources {
  readonly language: Language;
  readonly clock: Clock;
  readonly store: MonitorStore;
  /** Of now: a reload replaces it. */
  readonly schedule: () => ScheduleSettings;
  readonly live: () => Promise<LiveView>;
  readonly machine: () => Promise<MachineView>;
  readonly files: HouseFiles;
  readonly tokens: TokenDesk;
  readonly act: (action: Action, actor: string) => Promise<ActionAnswer>;
  readonly close: () => Promise<void>;
}
