import { Fault } from './errors.ts';
import { dayOf } from './local-time.ts';

export type BatchStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** Spanish month names of batch ids and folders (SPEC §1). */
export const MONTHS = ['Ene', 'Feb', 'Mar', 'Abr', 'May', 'Jun', 'Jul', 'Ago', 'Sep', 'Oct', 'Nov', 'Dic'] as const;
/** English names that older folders carry; read, never written (D28). */
const ENGLISH: Readonly<Record<string, number>> = { Jan: 0, Apr: 3, Aug: 7, Dec: 11 };

/** One execution of the catalogue in a month: `Nov26_01`. */
export interface BatchName {
  /** `Nov26` */
  readonly monthYear: string;
  /** 1, 2, 3 … within the month. */
  readonly executionNumber: number;
}

/** `Nov26` for an instant, in a zone. */
export function monthYearOf(epochMs: number, timeZone: string): string {
  const [year = '', month = ''] = dayOf(epochMs, timeZone).split('-');
  return `${MONTHS[Number(month) - 1]}${year.slice(-2)}`;
}

/** Execution numbers have two digits, or more when a month has a hundred runs: `01`. */
export function executionFolder(executionNumber: number): string {
  return String(executionNumber).padStart(2, '0');
}

export function batchId(name: BatchName): string {
  return `${name.monthYear}_${executionFolder(name.executionNumber)}`;
}

/** Reads `Nov26_01` (and `Jan26_01`); null when it is no batch id. */
export function parseBatchId(id: string): BatchName | null {
  const match = /^([A-Z][a-z]{2})(\d{2})_(\d{2,})$/.exec(id);
  if (match === null) return null;
  const [, name = '', year = '', number = ''] = match;
  const month =
    (MONTHS as readonly string[]).indexOf(name) >= 0 ? (MONTHS as readonly string[]).indexOf(name) : ENGLISH[name];
  if (month === undefined || Number(number) === 0) return null;
  return { monthYear: `${MONTHS[month]}${year}`, executionNumber: Number(number) };
}

const BATCH_TRANSITIONS: Readonly<Record<BatchStatus, readonly BatchStatus[]>> = {
  running: ['completed', 'failed', 'cancelled'],
  completed: ['running'],
  failed: ['running'],
  cancelled: [],
};

/** @throws {Fault} E_TRANSITION when a batch cannot go from one status to the other. */
export function assertBatchTransition(id: string, from: BatchStatus, to: BatchStatus): void {
  if (!BATCH_TRANSITIONS[from].includes(to)) {
    throw new Fault('E_TRANSITION', `batch ${id} cannot go from ${from} to ${to}`);
  }
}

/** What the main command was asked to run; an empty list means all. */
export interface BatchFilters {
  readonly sites: readonly string[];
  readonly cities: readonly string[];
  readonly operations: readonly string[];
  readonly products: readonly string[];
  /** At most this many main tasks, spread evenly over the sites; 0 = all. */
  readonly limit: number;
}

export const NO_FILTERS: BatchFilters = { sites: [], cities: [], operations: [], products: [], limit: 0 };

export interface Batch {
  readonly id: string;
  readonly monthYear: string;
  readonly executionNumber: number;
  readonly startedAt: number;
  readonly completedAt: number | null;
  readonly deadlineAt: number;
  readonly totalTasks: number;
  readonly completedTasks: number;
  readonly failedTasks: number;
  readonly status: BatchStatus;
  /** IANA zone in which its days and its id are counted. */
  readonly timeZone: string;
  readonly rehearsal: boolean;
  readonly filters: BatchFilters;
}
