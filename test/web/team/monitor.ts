/** The team's monitor: what the API is asked for, from data that stand still until a test moves them. */
import { setTimeout as later } from 'node:timers/promises';
import type { Monitor } from '../../../src/monitoring/contract.ts';
import type { Action } from '../../../src/monitoring/action-shape.ts';
import type { LogFilter, LogLine } from '../../../src/monitoring/house-shape.ts';
import type { PageOf, Paging, Selector, TaskSort } from '../../../src/monitoring/selector.ts';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import type { ErrorGroup, TaskDetail, TaskView } from '../../../src/monitoring/task-shape.ts';
import { Fault } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { adviceFor } from '../../../src/wording/advice.ts';
import type { Language } from '../../../src/wording/language.ts';
import { openBatch, scrapersOf, teamBatches, teamStatistics, teamTrend } from './batches.ts';
import {
  teamAudit,
  teamBackups,
  teamCatalogue,
  teamLogs,
  teamSchedule,
  teamSettings,
  teamSites,
  teamTokens,
} from './house.ts';
import { BATCH, NOW, teamCoverage, teamTasks } from './tasks.ts';

/** What the team has; tests change it and look at the page. */
export interface Team {
  tasks: readonly TaskView[];
  readonly batchCount: number;
  readonly acts: { readonly action: Action; readonly actor: string }[];
  readonly written: LogLine[];
  schedulePaused: boolean;
  readonly pausedSites: Set<string>;
}

/** @param every of its searches the first, and every so many after it */
export function createTeam(every = 1): Team {
  return {
    tasks: teamTasks().filter((_, index) => index % every === 0),
    batchCount: every === 1 ? 200 : 14,
    acts: [],
    written: [],
    schedulePaused: false,
    pausedSites: new Set(['Lam']),
  };
}

export function monitorOf(team: Team, language: Language): Monitor {
  const batches = () => teamBatches(openBatch(team.tasks), team.batchCount);
  const known = (id: string): string => {
    const batch = id === 'last' ? BATCH : batches().find((one) => one.id === id)?.id;
    if (batch === undefined) throw new Fault('E_UNKNOWN', `there is no batch ${JSON.stringify(id)}`);
    return batch;
  };
  return {
    work: {
      status: async () => statusOf(team),
      batches: async ({ limit = 50 }) => pageFrom(batches(), { limit }),
      batch: async (id) => ({
        batch: batches().find((one) => one.id === known(id))!,
        scrapers: statusOf(team).scrapers.slice(),
      }),
      coverage: async (id) => ({ ...teamCoverage(team.tasks), batch: known(id) }),
      tasks: async (selector, order, paging) => pageFrom(sorted(team.tasks.filter(fits(selector)), order), paging),
      task: async (id) => detailOf(team, id, language),
      problemPage: async () =>
        '<!doctype html>\n<html>\n  <title>Verifica que eres humano</title>\n  <div id="px-captcha"></div>\n</html>\n',
      errors: async (selector) => errorGroups(team.tasks.filter(fits(selector)), language),
    },
    figures: {
      statistics: async (selector, by, last) => teamStatistics(team.tasks.filter(fits(selector)), batches(), by, last),
      trend: async (last) => teamTrend(batches(), last),
      report: async () => {
        throw new Fault('E_UNKNOWN', 'the team has no report');
      },
    },
    house: {
      sites: async () =>
        teamSites(team.tasks).map((site) => ({
          ...site,
          paused: team.pausedSites.has(site.site) ? { at: at(-7_200_000), by: 'web:Lucía' } : null,
        })),
      catalogue: async () => teamCatalogue(),
      schedule: async (limit) => {
        const schedule = teamSchedule();
        return { ...schedule, occurrences: schedule.occurrences.slice(0, limit) };
      },
      logs: async (filter) =>
        teamLogs(600)
          .filter(fitsLog(filter))
          .slice(-(filter.limit ?? 200)),
      followLogs: (filter, signal) => writtenLines(team, filter, signal),
      backups: async () => teamBackups(),
      settings: async () => teamSettings(),
      audit: async (paging) => pageFrom(teamAudit(), paging),
    },
    tokens: {
      list: async () => teamTokens(),
      create: async ({ name, role, expiresAt }) => ({
        token: { ...teamTokens()[0]!, id: '0123456789ab', name, role, expiresAt, lastUsedAt: null },
        secret: 'so_0123456789ab_PmX1zF0kQ7vB2nT9',
      }),
      revoke: async (id) => teamTokens().find((token) => token.id === id)!,
    },
    act: async (action, actor) => {
      team.acts.push({ action, actor });
      if (action.action === 'pause' && action.site === undefined) team.schedulePaused = true;
      if (action.action === 'resume' && action.site === undefined) team.schedulePaused = false;
      if (action.action === 'pause' && action.site !== undefined) team.pausedSites.add(action.site);
      if (action.action === 'resume' && action.site !== undefined) team.pausedSites.delete(action.site);
      const message = language === 'es' ? `Hecho: ${action.action}.` : `Done: ${action.action}.`;
      return { by: 'service', message, result: null };
    },
    close: async () => undefined,
  };
}

const at = (ms: number): string => new Date(NOW + ms).toISOString();

function statusOf(team: Team): Status {
  const batch = openBatch(team.tasks);
  const failures = team.tasks
    .filter(({ status }) => status === 'failed' || status === 'permanently_failed')
    .slice(-10)
    .reverse();
  return {
    at: at(0),
    service: {
      state: 'working',
      version: '0.1.0',
      pid: 4711,
      startedAt: at(-26 * 3_600_000),
      troubles: [],
      slots: { now: 8, configured: 8, reason: null },
    },
    batch,
    scrapers: [
      ...scrapersOf(team.tasks, { Inm24: 'www.inmuebles24.com rests until 16:16 after 5 failures in a row' }),
    ].map((scraper) => ({
      ...scraper,
      paused: team.pausedSites.has(scraper.site),
    })),
    running: inTurn(team.tasks.filter(({ status }) => status === 'running'))
      .slice(0, 8)
      .map((task, index) => ({
        id: task.id,
        key: task.key,
        scraper: task.scraper,
        site: task.site,
        city: task.city,
        operation: task.operation,
        product: task.product,
        url: task.url,
        attempt: task.attempts,
        startedAt: at(-(index + 1) * 47_000),
        pages: task.pages,
        rows: task.rows,
      })),
    failures: failures.map((task) => ({
      id: task.id,
      key: task.key,
      at: task.completedAt ?? at(0),
      verdict: task.verdict,
      code: task.errorCode,
      message: task.errorMessage,
    })),
    pagesPerMinute: Array.from({ length: 60 }, (_, index) =>
      index > 31 && index < 37 ? 38 + index : Math.round(112 + 22 * Math.sin(index / 4) + ((index * 7) % 11)),
    ),
    nextBatchAt: at(14.6 * 86_400_000),
    schedulePaused: team.schedulePaused,
    system: {
      cpuShare: 0.412,
      load1: 2.1,
      cores: 8,
      memoryBytes: 25_286_418_432,
      memoryFreeBytes: 14_900_000_000,
      ownMemoryBytes: 703_594_496,
      disks: [
        { folder: '/var/lib/scraping', bytes: 1_000_204_886_016, freeBytes: 611_000_000_000, low: false },
        { folder: '/var/backups', bytes: 250_000_000_000, freeBytes: 9_100_000_000, low: true },
      ],
    },
  };
}

/** The first of each portal, then the second …: as the slots go round. */
function inTurn(tasks: readonly TaskView[]): readonly TaskView[] {
  const turns = [...Map.groupBy(tasks, ({ site }) => site).values()].flatMap((own) =>
    own.map((task, turn) => ({ task, turn })),
  );
  return turns.sort((one, other) => one.turn - other.turn).map(({ task }) => task);
}

function fits({
  site,
  city,
  operation,
  product,
  phase,
  status,
  verdict,
  error,
  text,
}: Selector): (task: TaskView) => boolean {
  const among = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || list.some((one) => one.toLowerCase() === value?.toLowerCase());
  return (task) =>
    among(site, task.site) &&
    among(city, task.city) &&
    among(operation, task.operation) &&
    among(product, task.product) &&
    among(phase, task.phase) &&
    among(status, task.status) &&
    among(verdict, task.verdict) &&
    among(error, task.errorCode) &&
    (text === undefined || `${task.url} ${task.errorMessage ?? ''}`.toLowerCase().includes(text.toLowerCase()));
}

const VALUE: Readonly<Record<TaskSort, (task: TaskView) => number | string>> = {
  order: ({ id }) => id,
  started: ({ startedAt }) => startedAt ?? '',
  duration: ({ durationMs }) => durationMs ?? -1,
  rows: ({ rows }) => rows,
  pages: ({ pages }) => pages,
  attempts: ({ attempts }) => attempts,
  status: ({ status }) => status,
};

function sorted(
  tasks: readonly TaskView[],
  order: { readonly sort: TaskSort; readonly descending: boolean },
): readonly TaskView[] {
  const value = VALUE[order.sort];
  const up = tasks.toSorted((one, other) =>
    value(one) < value(other) ? -1 : value(one) > value(other) ? 1 : one.id - other.id,
  );
  return order.descending ? up.reverse() : up;
}

function pageFrom<Item>(items: readonly Item[], { cursor = '0', limit = 100 }: Paging): PageOf<Item> {
  const from = Number(cursor);
  const end = from + limit;
  return { items: items.slice(from, end), next: end < items.length ? String(end) : null, total: items.length };
}

function errorGroups(tasks: readonly TaskView[], language: Language): readonly ErrorGroup[] {
  const failed = tasks.filter(({ errorCode }) => errorCode !== null);
  const groups = Map.groupBy(failed, ({ site, errorCode }) => `${site} ${errorCode}`);
  return [...groups.values()]
    .map((members): ErrorGroup => {
      const first = members[0]!;
      const times = members.map(({ startedAt }) => startedAt ?? at(0)).sort();
      return {
        code: first.errorCode!,
        verdict: first.verdict,
        site: first.site,
        tasks: members.length,
        retrying: members.filter(({ status }) => status === 'retrying').length,
        firstAt: times[0]!,
        lastAt: times.at(-1)!,
        example: first.errorMessage,
        exampleTask: first.id,
        advice: adviceFor(first.errorCode as ErrorCode, language),
        command: `scraping-monitor retry --batch ${BATCH} --site ${first.site} --error ${first.errorCode}`,
      };
    })
    .sort((one, other) => other.tasks - one.tasks);
}

function detailOf(team: Team, id: number, language: Language): TaskDetail {
  const task = team.tasks.find((one) => one.id === id);
  if (task === undefined) throw new Fault('E_UNKNOWN', `there is no task ${id}`);
  const started = Date.parse(task.startedAt ?? at(0));
  const event = (
    ms: number,
    step: string,
    from: TaskView['status'],
    to: TaskView['status'],
    rest: Partial<TaskDetail['events'][number]>,
  ) => ({
    at: new Date(started + ms).toISOString(),
    step,
    from,
    to,
    attempt: 1,
    actor: 'agent',
    verdict: null,
    code: null,
    message: null,
    durationMs: null,
    ...rest,
  });
  const wrong = { verdict: task.verdict, code: task.errorCode, message: task.errorMessage, durationMs: 31_400 };
  return {
    task,
    advice: task.errorCode === null ? null : adviceFor(task.errorCode as ErrorCode, language),
    events:
      task.errorCode === null
        ? [
            event(0, 'lease', 'pending', 'running', {}),
            event(48_000, 'complete', 'running', 'completed', { verdict: task.verdict, durationMs: task.durationMs }),
          ]
        : [
            event(0, 'lease', 'pending', 'running', {}),
            event(31_400, 'retry', 'running', 'retrying', wrong),
            event(1_900_000, 'lease', 'retrying', 'running', { attempt: 2 }),
            event(1_931_000, 'retry', 'running', 'retrying', { ...wrong, attempt: 2 }),
            event(5_600_000, 'lease', 'retrying', 'running', { attempt: 3 }),
            event(5_631_000, 'exhaust', 'running', task.status, { ...wrong, attempt: 3 }),
          ],
    pages: Array.from({ length: task.errorCode === null ? 0 : 3 }, (_, index) => ({
      pageNo: index + 1,
      url: `${task.url}?page=${index + 1}`,
      rows: 28,
      rejectedRows: index === 2 ? 1 : 0,
      fetchedAt: new Date(started + index * 7000).toISOString(),
      robots: 'respect',
    })),
    hasProblemPage: task.errorCode !== null,
    history: Array.from({ length: 12 }, (_, index) => ({
      batch: teamBatches(openBatch(team.tasks), 14)[index + 1]!.id,
      status: 'completed' as const,
      verdict: 'ok' as const,
      rows: Math.max(0, Math.round(640 + 40 * Math.sin(index) - (index === 4 ? 400 : 0))),
      durationMs: 190_000 + index * 1000,
    })),
  };
}

const LEVELS = ['debug', 'info', 'warn', 'error'];

function fitsLog({ level, site, task, text }: LogFilter): (line: LogLine) => boolean {
  return (line) =>
    (level === undefined || LEVELS.indexOf(line.level) >= LEVELS.indexOf(level)) &&
    (site === undefined || String(line.fields['task']).startsWith(site.toLowerCase())) &&
    (task === undefined || line.fields['task'] === task) &&
    (text === undefined || JSON.stringify(line).includes(text));
}

async function* writtenLines(team: Team, filter: LogFilter, signal: AbortSignal): AsyncIterable<LogLine> {
  let seen = team.written.length;
  while (!signal.aborted) {
    const fresh = team.written.slice(seen);
    seen = team.written.length;
    yield* fresh.filter(fitsLog(filter));
    await later(50, undefined, { signal }).catch(() => undefined);
  }
}
