/** Messages to people, and the channels they go out on. */

/** Ends of tasks, told by their verdict; and tasks that wait because none of their site's proxies works. */
const TASK_CAUSES = [
  'blocked',
  'layout_changed',
  'network',
  'timeout',
  'forbidden',
  'gone',
  'invalid',
  'resources',
  'proxies',
] as const;

/** What happens or lasts and is worth telling: ends of tasks, and states. */
export const CAUSES = [
  ...TASK_CAUSES,
  'site_paused',
  'rows_changed',
  'slow_pages',
  'slow_answers',
  'cpu',
  'memory',
  'disk',
  'backup',
  'restart_loop',
  'upkeep',
  'batch_overdue',
] as const;
export type Cause = (typeof CAUSES)[number];

export function isTaskCause(cause: string | null): cause is (typeof TASK_CAUSES)[number] {
  return TASK_CAUSES.some((one) => one === cause);
}

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What is known of an occurrence; only texts and figures, so that a store can keep it. */
export interface TroubleFacts {
  readonly code?: string;
  readonly message?: string;
  readonly task?: number;
  readonly batch?: string;
  readonly url?: string;
  /** As measured, and what is usual. */
  readonly measured?: string;
  readonly usual?: string;
}

/** One trouble in a message: told for the first time, still there, or over. */
export interface TroubleItem {
  readonly stage: 'first' | 'again' | 'recovered';
  readonly cause: Cause;
  /** null = of no site. */
  readonly site: string | null;
  /** Epoch ms. */
  readonly since: number;
  readonly at: number;
  /** Since it began, and since people were last told. */
  readonly occurrences: number;
  readonly untold: number;
  readonly facts: TroubleFacts;
}

export interface BatchFacts {
  readonly id: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly startedAt: number;
  readonly completedAt: number;
  readonly tasks: number;
  readonly completed: number;
  readonly failed: number;
  readonly rows: number;
  /** Of the batch before; null = there was none. */
  readonly rowsBefore: number | null;
  /** Failed tasks by verdict, most first. */
  readonly causes: readonly { readonly cause: string; readonly tasks: number }[];
}

export interface HealthFacts {
  readonly at: number;
  readonly startedAt: number;
  readonly lastBatch: string | null;
  readonly nextBatchAt: number | null;
  readonly openTroubles: readonly { readonly cause: Cause; readonly site: string | null; readonly since: number }[];
  readonly backupAt: number | null;
  readonly diskFreeBytes: number;
  readonly diskBytes: number;
  readonly undelivered: number;
}

/** What a message is made of; the words are put to it when it is sent. */
export type NoticeContent =
  | { readonly kind: 'troubles'; readonly items: readonly TroubleItem[] }
  | { readonly kind: 'batch'; readonly batch: BatchFacts }
  | { readonly kind: 'health'; readonly health: HealthFacts }
  | { readonly kind: 'test'; readonly at: number; readonly actor: string };

export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** A message as people read it. */
export interface ComposedMessage {
  /** The same at each try: a receiver knows one it has already by it. */
  readonly id: string;
  readonly severity: Severity;
  readonly at: number;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** For programs. */
  readonly content: NoticeContent;
  readonly attachments: readonly Attachment[];
}

/** `later`: it is tried again by itself; `never`: it would be refused again. Reasons hold no secret. */
export type Delivery =
  | { readonly kind: 'sent' }
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number | null }
  | { readonly kind: 'never'; readonly reason: string };

export interface Channel {
  /** `email`, `slack`, `webhook`, `webhook-2`. */
  readonly name: string;
  /** Less severe messages are not sent on it. */
  readonly least: Severity;
  /** Ends within its own deadline, and never throws. */
  send(message: ComposedMessage): Promise<Delivery>;
}

/** Severe enough for a channel. */
export function reaches(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
