/** Two hundred batches of six portals: the first years of a team. */
import { isSettled } from '../../../src/core/task.ts';
import type { BatchView, ScraperView } from '../../../src/monitoring/status-shape.ts';
import type { Statistics, StatisticsBy, StatisticsLine, Trend } from '../../../src/monitoring/statistics-shape.ts';
import type { TaskView } from '../../../src/monitoring/task-shape.ts';
import { BATCH, BEFORE, NOW } from './tasks.ts';
import { chanceOf } from './random.ts';

export const ZONE = 'America/Mexico_City';
const DAY = 86_400_000;
const MONTHS = ['Ene', 'Feb', 'Mar', 'Abr', 'May', 'Jun', 'Jul', 'Ago', 'Sep', 'Oct', 'Nov', 'Dic'];
const NO_STATUS = {
  pending: 0,
  running: 0,
  retrying: 0,
  completed: 0,
  failed: 0,
  permanently_failed: 0,
  cancelled: 0,
};

/** Counts of a list of tasks, as batches and scrapers have them. */
export function countsOf(tasks: readonly TaskView[]) {
  const byStatus = { ...NO_STATUS };
  const byVerdict: Partial<Record<NonNullable<TaskView['verdict']>, number>> = {};
  for (const { status, verdict } of tasks) {
    byStatus[status] += 1;
    if (verdict !== null && isSettled(status)) byVerdict[verdict] = (byVerdict[verdict] ?? 0) + 1;
  }
  const sum = (value: (task: TaskView) => number): number => tasks.reduce((total, task) => total + value(task), 0);
  return {
    tasks: tasks.length,
    byStatus,
    byVerdict,
    truncated: tasks.filter(({ truncated }) => truncated !== null).length,
    rows: sum(({ rows }) => rows),
    rejectedRows: sum(({ rejectedRows }) => rejectedRows),
    pages: sum(({ pages }) => pages),
    fileBytes: sum(({ fileBytes }) => fileBytes),
  };
}

export function openBatch(tasks: readonly TaskView[]): BatchView {
  const startedAt = NOW - 9 * 3_600_000;
  return {
    id: BATCH,
    status: 'running',
    startedAt: new Date(startedAt).toISOString(),
    completedAt: null,
    deadlineAt: new Date(startedAt + 14 * DAY).toISOString(),
    timeZone: ZONE,
    rehearsal: false,
    ...countsOf(tasks),
    durationMs: NOW - startedAt,
    etaAt: new Date(NOW + 3.4 * 3_600_000).toISOString(),
  };
}

/** Newest first, the open one included. */
export function teamBatches(open: BatchView, count: number): readonly BatchView[] {
  const chance = chanceOf(3);
  const names = batchNames(count);
  return names.map((id, index): BatchView => {
    if (index === 0) return open;
    const startedAt = Date.parse(open.startedAt) - index * 15 * DAY;
    const failed = chance.whole(4, 70) + (chance.next() < 0.05 ? 300 : 0);
    const durationMs = chance.whole(11, 17) * 3_600_000 + chance.whole(0, 3_600_000);
    return {
      ...open,
      id,
      status: index === 37 ? 'cancelled' : 'completed',
      startedAt: new Date(startedAt).toISOString(),
      completedAt: new Date(startedAt + durationMs).toISOString(),
      deadlineAt: new Date(startedAt + 14 * DAY).toISOString(),
      byStatus: {
        ...NO_STATUS,
        completed: 1728 - failed,
        failed: failed >> 1,
        permanently_failed: failed - (failed >> 1),
      },
      byVerdict: { ok: 1580 - failed, empty: 148, blocked: failed >> 1, network: failed - (failed >> 1) },
      tasks: 1728,
      rows: 310_000 + chance.whole(-9000, 9000) - failed * 120,
      pages: 11_400 + chance.whole(-300, 300),
      fileBytes: 128_000_000 + chance.whole(-4e6, 4e6),
      durationMs,
      etaAt: null,
    };
  });
}

/** `Nov26_02`, `Nov26_01`, `Oct26_02` … */
function batchNames(count: number): readonly string[] {
  const names = [BATCH, BEFORE];
  for (let month = 2026 * 12 + 9; names.length < count; month -= 1) {
    const name = `${MONTHS[month % 12]}${String(Math.floor(month / 12)).slice(2)}`;
    names.push(`${name}_02`, `${name}_01`);
  }
  return names.slice(0, count);
}

const SITES = ['CyT', 'Inm24', 'Lam', 'Mit', 'Prop', 'Tro'] as const;
const SIZE = { CyT: 300, Inm24: 613, Lam: 121, Mit: 460, Prop: 196, Tro: 38 };

export function teamTrend(batches: readonly BatchView[], last: number): Trend {
  const chance = chanceOf(5);
  const points = batches.slice(0, last).flatMap((batch, index) =>
    SITES.map((site): Trend['points'][number] => {
      const tasks = SIZE[site];
      const bad = site === 'Inm24' && index > 3 && index < 8 ? 0.16 : 0.01 + chance.next() * 0.035;
      const failed = Math.round(tasks * bad);
      return {
        batch: batch.id,
        startedAt: batch.startedAt,
        site,
        tasks,
        completed: tasks - failed,
        failed,
        rows: Math.round(tasks * (165 + chance.next() * 22) - failed * 90 + (200 - index) * 12),
        pages: Math.round(tasks * (6 + chance.next())),
        retries: failed * 2 + chance.whole(0, 14),
        busyMs: tasks * chance.whole(31_000, 42_000),
      };
    }),
  );
  return { points: points.reverse() };
}

export function scrapersOf(
  tasks: readonly TaskView[],
  waiting: Readonly<Record<string, string>>,
): readonly ScraperView[] {
  return [...Map.groupBy(tasks, ({ site }) => site)].map(([site, members]) => {
    const { fileBytes: _bytes, rejectedRows: _rejected, ...counts } = countsOf(members);
    const isOpen = counts.byStatus.pending + counts.byStatus.running + counts.byStatus.retrying > 0;
    return {
      scraper: site.toLowerCase(),
      site,
      phase: 'main',
      ...counts,
      busyMs: counts.tasks * 36_000,
      etaAt: isOpen ? new Date(NOW + counts.byStatus.pending * 52_000).toISOString() : null,
      paused: false,
      waitingFor: waiting[site] ?? null,
    };
  });
}

export function teamStatistics(
  tasks: readonly TaskView[],
  batches: readonly BatchView[],
  by: StatisticsBy,
  last: number,
): Statistics {
  const covered = batches.slice(0, last).map(({ id }) => id);
  const keyOf = (task: TaskView): string =>
    by === 'day' ? (task.startedAt?.slice(0, 10) ?? '2026-11-22') : by === 'batch' ? task.batch : task[by];
  const lines = [...Map.groupBy(tasks, keyOf)].sort(([one], [other]) => one.localeCompare(other));
  return {
    by,
    batches: covered,
    lines: lines.map(([key, members]) => lineOf(key, members)),
    total: lineOf('total', tasks),
    targets: [
      { name: 'pages_per_minute', bound: 'min', target: 100, unit: 'pages/min', measured: 117.3, met: true },
      { name: 'latency', bound: 'max', target: 2000, unit: 'ms', measured: 1240, met: true },
      { name: 'memory', bound: 'max', target: 1_073_741_824, unit: 'bytes', measured: 671_088_640, met: true },
      { name: 'success', bound: 'min', target: 0.95, unit: 'share', measured: 0.9412, met: false },
      { name: 'start', bound: 'max', target: 30_000, unit: 'ms', measured: null, met: null },
      { name: 'batches_finished', bound: 'min', target: 1, unit: 'share', measured: 1, met: true },
    ],
  };
}

function lineOf(key: string, tasks: readonly TaskView[]): StatisticsLine {
  const counts = countsOf(tasks);
  const failed = counts.byStatus.failed + counts.byStatus.permanently_failed;
  const settled = counts.byStatus.completed + failed;
  const durations = tasks.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])).sort((a, b) => a - b);
  return {
    key,
    tasks: counts.tasks,
    completed: counts.byStatus.completed,
    failed,
    successShare: settled === 0 ? null : counts.byStatus.completed / settled,
    meanDurationMs: durations.length === 0 ? null : durations.reduce((sum, one) => sum + one, 0) / durations.length,
    p95DurationMs: durations[Math.floor(durations.length * 0.95)] ?? null,
    meanLatencyMs: 820,
    p95LatencyMs: 1940,
    pages: counts.pages,
    pagesPerMinute: settled === 0 ? null : 12 + (counts.tasks % 37),
    retries: tasks.filter(({ attempts }) => attempts > 1).length,
    rows: counts.rows,
    fileBytes: counts.fileBytes,
  };
}
