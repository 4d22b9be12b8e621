/** A batch and its scrapers as people are shown them, with the time that is left. */
import type { BatchStatus } from '../core/batch.ts';
import type { BatchRead, CombinationSummary, CountLine, HostLine, PausedSite } from '../store/contract.ts';
import type { BatchSummary } from '../store/contract.ts';
import { scraperName } from '../core/codes.ts';
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

/** Lanes run side by side: a batch is done with its slowest scraper. One that has not begun goes at the pace of all. */
function batchEta(lines: readonly CountLine[], now: number): number | null {
  const ofAll = etaOf(sumUp(lines), now);
  if (ofAll === null) return null;
  const each = [...byScraper(lines).values()].map(sumUp).filter(({ settled, tasks }) => settled < tasks);
  return Math.max(...each.map((sums) => etaOf(sums, now) ?? ofAll));
}

const byScraper = (lines: readonly CountLine[]): Map<string, CountLine[]> =>
  Map.groupBy(lines, ({ scraper }) => scraper);

export function describeBatch({ batch, counts }: BatchRead, now: number): BatchView {
  const sums = sumUp(counts);
  const { id, status, timeZone, rehearsal } = batch;
  const { tasks, byStatus, byVerdict, truncated, rows, rejectedRows, pages, fileBytes } = sums;
  const eta = status === 'running' ? batchEta(counts, now) : null;
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

export interface LaneHindrances {
  readonly pausedSites: readonly PausedSite[];
  readonly hosts: readonly HostLine[];
  readonly language: Language;
}

export function describeScrapers(
  { batch, counts }: BatchRead,
  now: number,
  { pausedSites, hosts, language }: LaneHindrances,
): readonly ScraperView[] {
  return [...byScraper(counts).entries()].map(([scraper, lines]): ScraperView => {
    const sums = sumUp(lines);
    const [first] = lines;
    const site = first?.site ?? '';
    const paused = pausedSites.some((one) => one.site === site);
    const open = batch.status === 'running' && sums.settled < sums.tasks;
    const eta = open && !paused ? etaOf(sums, now) : null;
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
      waitingFor: open ? hindrance(lines, sums, hosts, now, batch.timeZone, language) : null,
    };
  });
}

/** Why nothing of a scraper starts now; null = nothing is in the way. */
function hindrance(
  lines: readonly CountLine[],
  { byStatus }: Sums,
  hosts: readonly HostLine[],
  now: number,
  timeZone: string,
  language: Language,
): string | null {
  const named = new Set(lines.map(({ url }) => hostOf(url)));
  const shut = hosts.find(({ host, circuitOpenUntil }) => named.has(host) && (circuitOpenUntil ?? 0) > now);
  const es = language === 'es';
  if (shut !== undefined) {
    const until = clockTime(shut.circuitOpenUntil ?? now, timeZone, now);
    return es ? `${shut.host} descansa hasta ${until}` : `${shut.host} rests until ${until}`;
  }
  const retryAt = Math.min(...lines.map(({ nextRetryAt }) => nextRetryAt ?? Infinity));
  if (byStatus.pending > 0 || byStatus.running > 0 || byStatus.retrying === 0 || retryAt <= now || retryAt === Infinity)
    return null;
  const at = clockTime(retryAt, timeZone, now);
  return es ? `próximo intento ${at}` : `next try ${at}`;
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
