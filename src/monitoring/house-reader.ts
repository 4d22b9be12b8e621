/** Sites, schedule, audit and what lies in files, over the store of this machine. */
import { countFailed } from '../core/task.ts';
import { nextDue } from '../core/schedule.ts';
import { BATCHES, recurrences } from '../upkeep/schedule/recurrences.ts';
import type { HouseReader } from './contract.ts';
import { instantOf, instantOrNull, sumUp } from './counts.ts';
import type { ScheduleView, SiteView } from './house-shape.ts';
import { DEFAULT_LIMIT, readCursor, writeCursor } from './paging.ts';
import type { MonitorSources, SiteFacts } from './sources.ts';
import type { CountLine, HostLine } from '../store/contract.ts';

export function houseReader(sources: MonitorSources): HouseReader {
  const { store, files } = sources;
  return {
    sites: () => sites(sources),
    catalogue: () => files.catalogue(),
    schedule: (limit) => schedule(sources, limit),
    logs: (filter) => files.logs(filter),
    followLogs: (filter, signal) => files.followLogs(filter, signal),
    backups: () => files.backups(),
    settings: () => files.settings(),
    audit: async ({ cursor, limit = DEFAULT_LIMIT }) => {
      const before = cursor === undefined ? null : Number(readCursor(cursor, ['number'])[0]);
      const entries = await store.readAudit(before, limit + 1);
      const shown = entries.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ at, actor, action, details, outcome }) => ({
          at: instantOf(at),
          actor,
          action,
          details,
          outcome,
        })),
        next: entries.length > limit && last !== undefined ? writeCursor([last.id]) : null,
        total: null,
      };
    },
  };
}

async function sites({ store, files, clock }: MonitorSources): Promise<readonly SiteView[]> {
  const [known, hosts, { pausedSites }, newest] = await Promise.all([
    files.sites(),
    store.readHosts(),
    store.readSchedule(null, 0),
    store.readBatches(null, 5),
  ]);
  const batches = newest.batches.filter((one) => 'batch' in one);
  const latest = batches[0]?.batch;
  // What was published is only counted when the batch is closed; before, it grows by the minute.
  const closed = batches.find(({ batch }) => batch.status !== 'running')?.batch;
  const rates = closed === undefined ? [] : await files.fillRates(closed.id);
  return known.map((site): SiteView => {
    const pause = pausedSites.find((one) => one.site === site.site);
    const of = batches.find(({ counts }) => counts.some((line) => line.site === site.site)) ?? null;
    return {
      ...site,
      hosts: [...site.hosts],
      paused: pause === undefined ? null : { at: instantOf(pause.pausedAt), by: pause.pausedBy },
      governors: governorsOf(site, hosts, clock.now()),
      last:
        of === null
          ? null
          : lastOf(
              of.batch.id,
              of.counts.filter((line) => line.site === site.site),
            ),
      fillRates: latest === undefined ? [] : [...(rates.find((one) => one.site === site.site)?.fields ?? [])],
    };
  });
}

function lastOf(batch: string, lines: readonly CountLine[]): NonNullable<SiteView['last']> {
  const { tasks, byStatus, byVerdict, rows } = sumUp(lines);
  return {
    batch,
    tasks,
    completed: byStatus.completed,
    failed: countFailed(byStatus),
    rows,
    byVerdict,
  };
}

function governorsOf({ hosts }: SiteFacts, known: readonly HostLine[], now: number): SiteView['governors'] {
  return known
    .filter(({ host }) => hosts.includes(host))
    .map(({ host, slowdown, circuitOpenUntil, failures }) => ({
      host,
      slowdown,
      circuit: circuitOpenUntil === null ? 'closed' : circuitOpenUntil > now ? 'open' : 'half_open',
      circuitOpenUntil: instantOrNull(circuitOpenUntil),
      failures,
    }));
}

async function schedule(sources: MonitorSources, limit: number): Promise<ScheduleView> {
  const settings = sources.schedule();
  const { records, occurrences, pausedSites } = await sources.store.readSchedule(null, limit);
  const counted = recurrences(settings, records).map(([record, recurrence]): ScheduleView['schedules'][number] => {
    const off = record.schedule === BATCHES && !settings.batches;
    return {
      schedule: record.schedule,
      kind: off ? 'off' : 'counted',
      nextAt: off ? null : instantOf(nextDue(recurrence, record)),
      everyMs: recurrence.kind === 'interval' ? recurrence.everyMs : null,
      clockTime: recurrence.kind === 'clock' ? recurrence.time : null,
      pausedAt: instantOrNull(record.pausedAt),
      pausedBy: record.pausedBy,
    };
  });
  const uncounted = (name: string, kind: 'new' | 'often', everyMs: number | null) => ({
    schedule: name,
    kind,
    nextAt: null,
    everyMs,
    clockTime: settings.clockJobs.find((job) => job.name === name)?.time ?? null,
    pausedAt: null,
    pausedBy: null,
  });
  const notYet = [BATCHES, ...settings.clockJobs.map(({ name }) => name)].filter(
    (name) => !counted.some((line) => line.schedule === name),
  );
  return {
    timeZone: settings.timeZone,
    schedules: [
      ...counted,
      ...notYet.map((name) => uncounted(name, 'new', name === BATCHES ? settings.batchEveryMs : null)),
      ...settings.frequentJobs.map(({ name, everyMs }) => uncounted(name, 'often', everyMs)),
    ],
    occurrences: occurrences.map(({ schedule: name, dueAt, status, endedAt, batch, reason }) => ({
      schedule: name,
      dueAt: instantOf(dueAt),
      status,
      endedAt: instantOrNull(endedAt),
      batch,
      reason,
    })),
    pausedSites: pausedSites.map(({ site, pausedAt, pausedBy }) => ({ site, at: instantOf(pausedAt), by: pausedBy })),
  };
}
