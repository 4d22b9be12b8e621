/** Schedule, hosts, audit, codes; and all of one moment for `status`. */
import type { HostLine, NowRead, ScheduleRead } from '../../monitor-contract.ts';
import type { AuditEntry, Occurrence, PausedSite, ScheduleRecord } from '../../schedule-contract.ts';
import { all, plain } from '../../statement.ts';
import type { Operation } from '../../statement.ts';
import { readBatch } from './batch-reads.ts';
import { readFailures, readRunning } from './task-reads.ts';

const records = plain<object, ScheduleRecord>(
  () => `SELECT schedule, anchor_at AS "anchorAt", every_ms AS "everyMs", paused_at AS "pausedAt", paused_by AS "pausedBy",
    (SELECT due_at FROM schedule_occurrences o WHERE o.schedule = schedule_state.schedule ORDER BY due_at DESC LIMIT 1) AS "lastDueAt"
    FROM schedule_state ORDER BY schedule`,
);
const OCCURRENCE = `schedule, due_at AS "dueAt", status, recorded_at AS "recordedAt", ended_at AS "endedAt", tries, batch, reason`;
/** A schedule at a time: its key gives the newest first, and there are a handful of schedules. */
const newestOf = plain<{ schedule: string; limit: number }, Occurrence>(
  () => `SELECT ${OCCURRENCE} FROM schedule_occurrences WHERE schedule = :schedule ORDER BY due_at DESC LIMIT :limit`,
);
const paused = plain<object, PausedSite>(
  () => `SELECT site, paused_at AS "pausedAt", paused_by AS "pausedBy" FROM paused_sites ORDER BY site`,
);
const hosts = plain<object, HostLine>(
  () => `SELECT host, slowdown, circuit_open_until AS "circuitOpenUntil", failures FROM hosts ORDER BY host`,
);

export function* readHosts(): Operation<readonly HostLine[]> {
  return yield* all(hosts, {});
}

export function* readSchedule(schedule: string | null, limit: number): Operation<ScheduleRead> {
  const known = yield* all(records, {});
  const occurrences: Occurrence[] = [];
  for (const one of schedule === null ? known.map((record) => record.schedule) : [schedule])
    occurrences.push(...(yield* all(newestOf, { schedule: one, limit })));
  const newestFirst = occurrences.sort((a, b) => b.dueAt - a.dueAt).slice(0, limit);
  return { records: known, occurrences: newestFirst, pausedSites: yield* all(paused, {}) };
}

type AuditRow = Omit<AuditEntry, 'details'> & { readonly id: number; readonly details: string };

const newestAudit = plain<{ before: number; limit: number }, AuditRow>(
  () => `SELECT id, at, actor, action, details, outcome FROM audit WHERE id < :before ORDER BY id DESC LIMIT :limit`,
);

export function* readAudit(
  before: number | null,
  limit: number,
): Operation<readonly (AuditEntry & { readonly id: number })[]> {
  const rows = yield* all(newestAudit, { before: before ?? Number.MAX_SAFE_INTEGER, limit });
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as unknown }));
}

const CODES = { sites: 'website', cities: 'city', operations: 'operation', products: 'product' } as const;
/** Each kind by itself: together they are as many as tasks. */
const codesOf = plain<{ batch: string }, { kind: keyof typeof CODES; code: string }>(() =>
  Object.entries(CODES)
    .map(
      ([kind, column]) =>
        `SELECT DISTINCT '${kind}' AS kind, ${column} AS code FROM scraping_tasks WHERE execution_batch = :batch`,
    )
    .join(' UNION ALL '),
);

export function* readCodes(batch: string): Operation<{
  readonly sites: readonly string[];
  readonly cities: readonly string[];
  readonly operations: readonly string[];
  readonly products: readonly string[];
}> {
  const rows = yield* all(codesOf, { batch });
  const known = (kind: keyof typeof CODES): readonly string[] =>
    rows.filter((row) => row.kind === kind).map(({ code }) => code);
  return {
    sites: known('sites'),
    cities: known('cities'),
    operations: known('operations'),
    products: known('products'),
  };
}

export function* readNow(failures: number): Operation<NowRead> {
  const batch = yield* readBatch(null);
  const found = batch !== null && 'batch' in batch ? batch : null;
  const id = found?.batch.id;
  return {
    batch: found,
    running: id === undefined ? [] : yield* readRunning(id),
    failures: id === undefined ? [] : yield* readFailures(id, failures),
    hosts: yield* readHosts(),
    pausedSites: yield* all(paused, {}),
    schedules: yield* all(records, {}),
  };
}
