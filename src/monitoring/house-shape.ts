/** Sites, schedule, logs, backups, settings, tokens, audit, as people and programs are shown them. */
import { z } from 'zod';
import { VERDICTS } from '../core/verdict.ts';
import { LOG_LEVELS, LOGS, ROLES } from './house-words.ts';
import { count, instant } from './status-shape.ts';

const text = z.string().nullable();

export const siteShape = z.strictObject({
  site: z.string(),
  name: z.string(),
  hosts: z.array(z.string()),
  definition: z.strictObject({ file: z.string(), hash: z.string(), fault: text }),
  hasDetail: z.boolean(),
  robots: z.enum(['respect', 'ignore']),
  delaySeconds: z.number(),
  lanes: count,
  paused: z.strictObject({ at: instant, by: z.string() }).nullable(),
  /** One a host. */
  governors: z.array(
    z.strictObject({
      host: z.string(),
      slowdown: z.number(),
      circuit: z.enum(['closed', 'open', 'half_open']),
      circuitOpenUntil: instant.nullable(),
      failures: count,
    }),
  ),
  /** Of the newest batch that has tasks of it. */
  last: z
    .strictObject({
      batch: z.string(),
      tasks: count,
      completed: count,
      failed: count,
      rows: count,
      byVerdict: z.partialRecord(z.enum(VERDICTS), count),
    })
    .nullable(),
  fillRates: z.array(z.strictObject({ field: z.string(), share: z.number() })),
});
export type SiteView = z.infer<typeof siteShape>;

export const catalogueShape = z.strictObject({
  files: z.array(z.strictObject({ file: z.string(), rows: count, targets: count })),
  rows: count,
  targets: count,
  faults: z.array(
    z.strictObject({
      kind: z.string(),
      fatal: z.boolean(),
      rows: count,
      place: z.string(),
      message: z.string(),
      cure: z.string(),
    }),
  ),
});
export type CatalogueView = z.infer<typeof catalogueShape>;

export const scheduleShape = z.strictObject({
  timeZone: z.string(),
  schedules: z.array(
    z.strictObject({
      schedule: z.string(),
      kind: z.enum(['counted', 'new', 'off', 'often']),
      nextAt: instant.nullable(),
      everyMs: count.nullable(),
      /** In the schedule's zone; weekday 0 = Sunday, null = every day. */
      clockTime: z.strictObject({ hour: count, minute: count, weekday: count.nullable() }).nullable(),
      pausedAt: instant.nullable(),
      pausedBy: text,
    }),
  ),
  occurrences: z.array(
    z.strictObject({
      schedule: z.string(),
      dueAt: instant,
      status: z.enum(['pending', 'queued', 'started', 'done', 'failed', 'skipped']),
      endedAt: instant.nullable(),
      batch: text,
      reason: text,
    }),
  ),
  pausedSites: z.array(z.strictObject({ site: z.string(), at: instant, by: z.string() })),
});
export type ScheduleView = z.infer<typeof scheduleShape>;

export { LOG_LEVELS, LOGS, ROLES };
export const logFilterShape = z.strictObject({
  log: z.enum(LOGS).optional(),
  level: z.enum(LOG_LEVELS).optional(),
  site: z.string().max(40).optional(),
  task: z.string().max(80).optional(),
  text: z.string().max(200).optional(),
  since: instant.optional(),
  /** Newest lines, at most so many; 200 when absent. */
  limit: z.number().int().min(1).max(5000).optional(),
});
export type LogFilter = z.infer<typeof logFilterShape>;
export const logLineShape = z.strictObject({
  at: instant,
  level: z.enum(LOG_LEVELS),
  event: z.string(),
  /** Whatever else the line tells, without secrets. */
  fields: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof logLineShape>;

export const backupShape = z.strictObject({
  name: z.string(),
  madeAt: instant,
  bytes: count,
  batches: count.nullable(),
  verifiedAt: instant.nullable(),
  /** How long the last verification took. */
  verifyMs: count.nullable(),
  fault: text,
});
export type BackupView = z.infer<typeof backupShape>;

export const settingShape = z.strictObject({
  key: z.string(),
  /** Secrets come as `***`. */
  value: z.unknown(),
  unit: text,
  description: z.string(),
  /** `default`, `config.yaml:12`, `environment SCRAPING_…`. */
  source: z.string(),
});
export type SettingView = z.infer<typeof settingShape>;

export type Role = (typeof ROLES)[number];
export const tokenShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type TokenView = z.infer<typeof tokenShape>;

export const auditShape = z.strictObject({
  at: instant,
  actor: z.string(),
  action: z.string(),
  details: z.unknown(),
  outcome: z.string(),
});
export type AuditView = z.infer<typeof auditShape>;
