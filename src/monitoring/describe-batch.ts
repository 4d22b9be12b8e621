/** A batch and its scrapers as people are shown them, with the time that is left. */
import type { BatchStatus } from '../core/batch.ts';
import type { BatchRead, CombinationSummary, CountLine, HostLine, PausedSite } from '../store/contract.ts';
import type { BatchSummary } from '../store/contract.ts';
import { scraperName } from '../core/codes.ts';
import { isSettled } from '../core/task.ts';
import type { Language } from './contract.ts';
import { instantOf, instantOrNull, sumUp } from './counts.ts';
import type { Sums } from './counts.ts';
import type { BatchView, ScraperView } from './status-shape.ts';
import { clockTime } from './words.ts';

/** The moment a scraper is done if the rest of its tasks take as long as those that are settled did; null = nobody knows. */
export function etaOf({ tasks, settled, firstStartedAt }: Sums, now: number): number | null {
  if (settled === 0 || firstStartedAt === null || settled >= tasks) return null;
  return now + (Math.max(0, now - firstStartedAt) / settled) * (tasks - settled);
}

/**
 * Lanes run side by side: a batch is done with its slowest scraper. One that has not begun goes at the pace of all; null =
 * nobody knows, as while a portal is paused that still has tasks.
 */
function batchEta(lines: readonly CountLine[], now: number, { pausedSites, hosts }: Hindrances): number | null {
  const ofAll = etaOf(sumUp(lines), now);
  if (ofAll === null) return null;
  const open = [...byScraper(lines).values()].filter((each) => !each.every(({ status }) => isSettled(status)));
  if (open.some(([line]) => isPaused(line?.site ?? '', pausedSites))) return null;
  return Math.max(...open.map((each) => afterWait(etaOf(sumUp(each), now) ?? ofAll, waitOf(each, hosts, now), now)));
}

/** What remains to be done begins when there is nothing left to wait for. */
function afterWait(eta: number, wait: Wait | null, now: number): number {
  return eta + (wait === null ? 0 : wait.until - now);
}

const isPaused = (site: string, pausedSites: readonly PausedSite[]): boolean =>
  pausedSites.some((one) => one.site === site);

const byScraper = (lines: readonly CountLine[]): Map<string, CountLine[]> =>
  Map.groupBy(lines, ({ scraper }) => scraper);

export function describeBatch(
  { batch, counts }: BatchRead,
  now: number,
  hindrances: Hindrances = NOTHING_IN_THE_WAY,
): BatchView {
  const sums = sumUp(counts);
  const { id, status, timeZone, rehearsal } = batch;
  const { tasks, byStatus, byVerdict, truncated, rows, rejectedRows, pages, fileBytes } = sums;
  const eta = status === 'running' ? batchEta(counts, now, hindrances) : null;
  return {
    id,
    status,
    startedAt: instantOf(batch.startedAt),
    completedAt: instantOrNull(batch.completedAt),
    deadlineAt: instantOf(batch.deadlineAt),
    timeZone,
    rehearsal,
    tasks,
    byStatus,
    byVerdict,
    truncated,
    rows,
    rejectedRows,
    pages,
    fileBytes,
    durationMs: Math.max(0, (batch.completedAt ?? now) - batch.startedAt),
    etaAt: instantOrNull(eta === null ? null : Math.round(eta)),
  };
}

/** A batch whose tasks have left (D34): its sums are all that is known, and it says so by having no verdicts. */
export function describeSummary(summary: BatchSummary, timeZone: string): BatchView {
  const { batch: id, startedAt, completedAt, rehearsal, tasks, completed, failed } = summary;
  const { truncated, rows, rejectedRows, pages, fileBytes } = summary;
  return {
    id,
    status: summary.status as BatchStatus,
    startedAt: instantOf(startedAt),
    completedAt: instantOrNull(completedAt),
    deadlineAt: instantOf(completedAt ?? startedAt),
    timeZone,
    rehearsal,
    tasks,
    byStatus: { ...sumUp([]).byStatus, completed, failed },
    byVerdict: {},
    truncated,
    rows,
    rejectedRows,
    pages,
    fileBytes,
    durationMs: Math.max(0, (completedAt ?? startedAt) - startedAt),
    etaAt: null,
  };
}

/** What may keep a scraper's tasks from starting. */
export interface Hindrances {
  readonly pausedSites: readonly PausedSite[];
  readonly hosts: readonly HostLine[];
}

const NOTHING_IN_THE_WAY: Hindrances = { pausedSites: [], hosts: [] };

export function describeScrapers(
  { batch, counts }: BatchRead,
  now: number,
  { pausedSites, hosts, language }: Hindrances & { readonly language: Language },
): readonly ScraperView[] {
  return [...byScraper(counts).entries()].map(([scraper, lines]): ScraperView => {
    const sums = sumUp(lines);
    const [first] = lines;
    const site = first?.site ?? '';
    const paused = isPaused(site, pausedSites);
    const open = batch.status === 'running' && sums.settled < sums.tasks;
    const wait = open ? waitOf(lines, hosts, now) : null;
    const pace = open && !paused ? etaOf(sums, now) : null;
    const eta = pace === null ? null : afterWait(pace, wait, now);
    const { tasks, byStatus, byVerdict, truncated, rows, pages, busyMs } = sums;
    return {
      scraper,
      site,
      phase: first?.phase ?? 'main',
      tasks,
      byStatus,
      byVerdict,
      truncated,
      rows,
      pages,
      busyMs,
      etaAt: instantOrNull(eta === null ? null : Math.round(eta)),
      paused,
      waitingFor: wait === null ? null : waitText(wait, now, batch.timeZone, language),
    };
  });
}

/** Why nothing of a scraper starts now, and until when, epoch ms. */
interface Wait {
  readonly until: number;
  /** The host that rests; null = its tasks wait for their next try. */
  readonly host: string | null;
}

/** null = nothing is in the way. */
function waitOf(lines: readonly CountLine[], hosts: readonly HostLine[], now: number): Wait | null {
  const named = new Set(lines.map(({ url }) => hostOf(url)));
  const shut = hosts.find(({ host, circuitOpenUntil }) => named.has(host) && (circuitOpenUntil ?? 0) > now);
  if (shut !== undefined) return { until: shut.circuitOpenUntil ?? now, host: shut.host };
  const { byStatus } = sumUp(lines);
  // Its lane is parked: what is pending waits for the task that asks again.
  const rests = Math.max(...lines.map(({ restsUntil }) => restsUntil ?? 0));
  if (byStatus.running === 0 && rests > now) return { until: rests, host: null };
  if (byStatus.pending > 0 || byStatus.running > 0 || byStatus.retrying === 0) return null;
  const retryAt = Math.min(...lines.map(({ nextRetryAt }) => nextRetryAt ?? Infinity));
  return retryAt <= now || retryAt === Infinity ? null : { until: retryAt, host: null };
}

function waitText({ until, host }: Wait, now: number, timeZone: string, language: Language): string {
  const at = clockTime(until, timeZone, now);
  if (language === 'es') return host === null ? `próximo intento ${at}` : `${host} descansa hasta ${at}`;
  return host === null ? `next try ${at}` : `${host} rests until ${at}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** The scrapers of a batch whose tasks have left, from what stays of them. */
export function describeLeftScrapers(combinations: readonly CombinationSummary[]): readonly ScraperView[] {
  const named = combinations.map((one) => ({
    ...one,
    scraper: scraperName(one.site, one.phase === 'detail' ? 'detail' : 'main'),
  }));
  return [...Map.groupBy(named, ({ scraper }) => scraper).entries()].map(([scraper, lines]): ScraperView => {
    const sum = (pick: (line: CombinationSummary) => number): number =>
      lines.reduce((total, line) => total + pick(line), 0);
    return {
      scraper,
      site: lines[0]?.site ?? '',
      phase: lines[0]?.phase === 'detail' ? 'detail' : 'main',
      tasks: sum(({ tasks }) => tasks),
      byStatus: {
        ...sumUp([]).byStatus,
        completed: sum(({ completed }) => completed),
        failed: sum(({ failed }) => failed),
      },
      byVerdict: {},
      truncated: sum(({ truncated }) => truncated),
      rows: sum(({ rows }) => rows),
      pages: sum(({ pages }) => pages),
      busyMs: sum(({ busyMs }) => busyMs),
      etaAt: null,
      paused: false,
      waitingFor: null,
    };
  });
}
