/** What people are told of, as the store keeps it: nothing is told twice or forgotten because a process ended. */
import type { Phase } from '../core/codes.ts';
import type { Verdict } from '../core/verdict.ts';
import type { TaskEvent } from './report-contract.ts';

/** A trouble that lasts. */
export interface Trouble {
  /** Empty = of no site. */
  readonly site: string;
  readonly cause: string;
  readonly openedAt: number;
  readonly seenAt: number;
  /** When people were last told. */
  readonly toldAt: number;
  /** Since it was opened, and since people were last told. */
  readonly occurrences: number;
  readonly untold: number;
  /** Any JSON value: of the newest occurrence. */
  readonly facts: unknown;
}

/** A message on one channel. */
export interface Notice {
  readonly id: number;
  /** The same at each try, and on each channel. */
  readonly messageId: string;
  readonly channel: string;
  readonly kind: string;
  /** Any JSON value: what is sent is made of it at each try. */
  readonly message: unknown;
  readonly madeAt: number;
  /** null = it is not tried (again). */
  readonly nextTryAt: number | null;
  readonly tries: number;
  readonly sentAt: number | null;
  /** Given up: a person may have it tried again. */
  readonly deadAt: number | null;
  readonly lastError: string | null;
}

export type NewNotice = Pick<Notice, 'messageId' | 'channel' | 'kind' | 'message'>;

export interface NoticeChanges {
  readonly at: number;
  /** Made, or put in the place of the one of the same site and cause. */
  readonly troubles: readonly Trouble[];
  /** Over. */
  readonly over: readonly Pick<Trouble, 'site' | 'cause'>[];
  readonly notices: readonly NewNotice[];
  /** How far the events were read, and what else the rules remember; any JSON value. */
  readonly mark: unknown;
}

/** An event of a task with what the rules must know of the task. */
export interface TaskHappening {
  readonly event: number;
  readonly at: number;
  readonly step: TaskEvent['step'];
  readonly verdict: Verdict | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly task: number;
  readonly batch: string;
  readonly site: string;
  readonly phase: Phase;
  readonly url: string;
}

export interface NoticeStore {
  /** Ends of attempts after an event, oldest first. */
  happeningsAfter(event: number, limit: number): Promise<readonly TaskHappening[]>;
  /** The newest event; 0 = none. */
  lastEvent(): Promise<number>;
  troubles(): Promise<readonly Trouble[]>;
  /** All in one transaction. */
  recordNotices(changes: NoticeChanges): Promise<void>;
  /** What `recordNotices` was given last; null = nothing yet. */
  noticeMark(): Promise<unknown>;
  /** Those due, oldest first. */
  dueNotices(at: number, limit: number): Promise<readonly Notice[]>;
  noticeSent(id: number, at: number): Promise<void>;
  /** @param nextTryAt null = given up */
  noticeFailed(
    id: number,
    failure: { readonly error: string; readonly nextTryAt: number | null; readonly at: number },
  ): Promise<void>;
  /** Newest first. */
  listNotices(limit: number): Promise<readonly Notice[]>;
  countNotices(): Promise<{ readonly waiting: number; readonly dead: number }>;
  /** What was given up is tried again; null = all. Returns how many. */
  retryNotices(ids: readonly number[] | null, at: number): Promise<number>;
}
