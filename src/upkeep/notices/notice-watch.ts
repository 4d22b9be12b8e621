/**
 * Looks at what happened and how things stand, and writes what people are to be told into the outbox, in one
 * transaction with how far it has read: nothing is told twice or left out because a process ended in between. It reads
 * the store beside the work, which never waits for it.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Batch } from '../../core/batch.ts';
import { instantOnDay, localDay } from '../../core/local-time.ts';
import type { NoticeContent, Severity } from '../../notifying/contract.ts';
import { reaches } from '../../notifying/contract.ts';
import type { NewNotice, ScraperProgress, Store } from '../../store/contract.ts';
import type { Service } from '../service.ts';
import type { AnswerWatch } from './answer-watch.ts';
import { batchFacts, rowChanges } from './batch-rules.ts';
import type { EndedBatch } from './batch-rules.ts';
import { groupTroubles } from './group-troubles.ts';
import type { Recent, Seen } from './group-troubles.ts';
import { pacesOf, slowAnswers, slowPages } from './pace-rules.ts';
import { lookAtTasks } from './task-rules.ts';

export interface NoticeWatchDeps {
  readonly store: Pick<Store, 'notices' | 'reports'>;
  readonly clock: Clock;
  readonly answers: AnswerWatch;
  /** How the house stands: disk, memory, backups, services. */
  readonly conditions: () => Promise<readonly Seen[]>;
  readonly health: () => Promise<Extract<NoticeContent, { kind: 'health' }>['health']>;
  readonly settings: () => NoticeSettings;
  readonly severityOf: (content: NoticeContent) => Severity;
}

export interface NoticeSettings {
  /** Where messages go now, and how severe they must be there. */
  readonly channels: readonly { readonly name: string; readonly least: Severity }[];
  /** A trouble that lasts is told again after so long. */
  readonly repeatMs: number;
  readonly healthReport: 'never' | 'daily' | 'weekly';
  readonly timeZone: string;
}

/** What is remembered from look to look. */
interface Mark {
  /** Newest event that was read. */
  readonly event: number;
  /** Newest closed batch that was told; a batch that is reopened ends again. */
  readonly ended: string | null;
  /** Day of the last health report, by the zone's calendar. */
  readonly healthDay: number | null;
  readonly recent: Recent;
  /** Mean answer times of the last batches by site, ms. */
  readonly answers: Readonly<Record<string, readonly number[]>>;
}

const MOST_EVENTS = 2000;
/** So many batches are a site's own past. */
const PAST_BATCHES = 5;
/** The report is there when people come to work. */
const HEALTH_HOUR = 8;
const MONDAY = 1;

export function createNoticeWatch(deps: NoticeWatchDeps): Service {
  const past = pastPaces(deps.store);
  return { name: 'notices', runOnce: () => lookOnce(deps, past) };
}

async function lookOnce(deps: NoticeWatchDeps, past: PastPaces) {
  const { store, clock, answers, conditions } = deps;
  const settings = deps.settings();
  const mark = ((await store.notices.noticeMark()) as Mark | null) ?? (await firstMark(store));
  const now = clock.now();
  const happenings = await store.notices.happeningsAfter(mark.event, MOST_EVENTS);
  const batches = await store.reports.listBatches(PAST_BATCHES + 1);
  const ended = await endedSince(store, batches, mark.ended);
  const states = [...(await conditions()), ...(await paceStates(deps, batches, past, mark, now))];
  const look = { now, states, batchOver: ended !== null, ...lookAtTasks(happenings) };
  const open = await store.notices.troubles();
  const { troubles, over, items, recent } = groupTroubles(open, mark.recent, look, settings.repeatMs);
  const all = [...items, ...(ended === null ? [] : rowChanges(ended.now, ended.before))];
  const healthDay = healthDue(now, settings, mark.healthDay);
  const contents: NoticeContent[] = [
    ...(all.length === 0 ? [] : [{ kind: 'troubles' as const, items: all }]),
    ...(ended === null ? [] : [{ kind: 'batch' as const, batch: batchFacts(ended.now, ended.before) }]),
    ...(healthDay === null ? [] : [{ kind: 'health' as const, health: await deps.health() }]),
  ];
  const notices = contents.flatMap((content) => toChannels(content, settings, deps.severityOf(content)));
  await store.notices.recordNotices({
    at: now,
    troubles,
    over,
    notices,
    mark: {
      event: happenings.at(-1)?.event ?? mark.event,
      ended: ended === null ? mark.ended : endOf(ended.now.batch),
      healthDay: healthDay ?? mark.healthDay,
      recent,
      answers: ended === null ? mark.answers : withBatch(mark.answers, answers.endBatch()),
    } satisfies Mark,
  });
  return { events: happenings.length, open: troubles.length, told: contents.length, messages: notices.length };
}

/** What was before the first look is history: nobody is told of it. */
async function firstMark({ notices, reports }: NoticeWatchDeps['store']): Promise<Mark> {
  const closed = (await reports.listBatches(2)).find(({ status }) => status !== 'running');
  const ended = closed === undefined ? null : endOf(closed);
  return { event: await notices.lastEvent(), ended, healthDay: null, recent: {}, answers: {} };
}

const endOf = ({ id, completedAt }: Batch): string => `${id} ${completedAt}`;

async function endedSince(
  { reports }: NoticeWatchDeps['store'],
  batches: readonly Batch[],
  told: string | null,
): Promise<{ readonly now: EndedBatch; readonly before: EndedBatch | null } | null> {
  const [newest, before] = batches.filter(({ status }) => status !== 'running');
  if (newest === undefined || endOf(newest) === told) return null;
  const withProgress = async (batch: Batch): Promise<EndedBatch> => ({
    batch,
    progress: await reports.progress(batch.id),
  });
  return { now: await withProgress(newest), before: before === undefined ? null : await withProgress(before) };
}

type PastPaces = (closed: readonly Batch[]) => Promise<readonly ReadonlyMap<string, number>[]>;

/** Closed batches change no more: each is read once. */
function pastPaces({ reports }: NoticeWatchDeps['store']): PastPaces {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return async (closed) => {
    for (const batch of closed)
      if (!known.has(endOf(batch))) known.set(endOf(batch), pacesOf(await reports.progress(batch.id)));
    for (const key of known.keys()) if (!closed.some((batch) => endOf(batch) === key)) known.delete(key);
    return [...known.values()];
  };
}

async function paceStates(
  { store, answers }: NoticeWatchDeps,
  batches: readonly Batch[],
  past: PastPaces,
  mark: Mark,
  now: number,
): Promise<readonly Seen[]> {
  const running = batches.find(({ status }) => status === 'running');
  if (running === undefined) return [];
  const progress: readonly ScraperProgress[] = await store.reports.progress(running.id);
  const earlier = await past(batches.filter(({ status }) => status !== 'running'));
  return [...slowPages(now, pacesOf(progress), earlier), ...slowAnswers(now, answers.newest(), mark.answers)];
}

function withBatch(
  known: Mark['answers'],
  ended: ReturnType<AnswerWatch['endBatch']>,
): Readonly<Record<string, readonly number[]>> {
  const next: Record<string, readonly number[]> = { ...known };
  for (const { site, meanMs } of ended) next[site] = [...(known[site] ?? []), Math.round(meanMs)].slice(-PAST_BATCHES);
  return next;
}

/** The day whose report is due now and has not been made; null = none. */
function healthDue(now: number, { healthReport, timeZone }: NoticeSettings, told: number | null): number | null {
  if (healthReport === 'never') return null;
  const day = localDay(now, timeZone);
  const time = { hour: HEALTH_HOUR, minute: 0, weekday: healthReport === 'weekly' ? MONDAY : null };
  const due = instantOnDay(time, day, timeZone);
  return due === null || now < due || day === told ? null : day;
}

function toChannels(content: NoticeContent, { channels }: NoticeSettings, severity: Severity): readonly NewNotice[] {
  const messageId = `msg_${randomUUID()}`;
  return channels
    .filter(({ least }) => reaches(severity, least))
    .map(({ name }) => ({ messageId, channel: name, kind: content.kind, message: content }));
}
