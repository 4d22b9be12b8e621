/** Portals, schedule, logs, backups, settings, tokens of the team. */
import type {
  AuditView,
  BackupView,
  CatalogueView,
  LogLine,
  ScheduleView,
  SettingView,
  SiteView,
  TokenView,
} from '../../../src/monitoring/house-shape.ts';
import type { TaskView } from '../../../src/monitoring/task-shape.ts';
import { BATCH, NOW, catalogueRows } from './tasks.ts';
import { countsOf, ZONE } from './batches.ts';
import { chanceOf } from './random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (ms: number): string => new Date(NOW + ms).toISOString();

const PORTALS: readonly (readonly [site: string, name: string, host: string])[] = [
  ['CyT', 'Casas y Terrenos', 'www.casasyterrenos.com'],
  ['Inm24', 'Inmuebles24', 'www.inmuebles24.com'],
  ['Lam', 'Lamudi', 'www.lamudi.com.mx'],
  ['Mit', 'Mitula', 'casas.mitula.mx'],
  ['Prop', 'Propiedades.com', 'propiedades.com'],
  ['Tro', 'Trovit', 'casas.trovit.com.mx'],
];
const FIELDS = [
  'listing_id',
  'url',
  'title',
  'price',
  'currency',
  'address',
  'bedrooms',
  'bathrooms',
  'surface',
  'agency',
];

export function teamSites(tasks: readonly TaskView[]): SiteView[] {
  const chance = chanceOf(17);
  return PORTALS.map(([site, name, host]): SiteView => {
    const { tasks: all, byStatus, byVerdict, rows } = countsOf(tasks.filter((task) => task.site === site));
    const isOpen = site === 'Inm24';
    return {
      site,
      name,
      hosts: [host],
      definition: { file: `sites/${site.toLowerCase()}.yaml`, hash: '9f2c41d07a83be55', fault: null },
      hasDetail: site !== 'Tro',
      robots: 'respect',
      delaySeconds: site === 'Inm24' ? 6 : 3,
      lanes: site === 'Inm24' || site === 'Mit' ? 2 : 1,
      paused: site === 'Lam' ? { at: at(-2 * HOUR), by: 'web:Lucía' } : null,
      governors: [
        {
          host,
          slowdown: isOpen ? 4 : 1,
          circuit: isOpen ? 'open' : 'closed',
          circuitOpenUntil: isOpen ? at(11 * 60_000) : null,
          failures: isOpen ? 5 : 0,
        },
      ],
      last: {
        batch: BATCH,
        tasks: all,
        completed: byStatus.completed,
        failed: byStatus.failed + byStatus.permanently_failed,
        rows,
        byVerdict,
      },
      fillRates: FIELDS.map((field, index) => ({
        field,
        share: index < 4 ? 1 : field === 'agency' && site === 'Mit' ? 0.04 : 0.6 + chance.next() * 0.4,
      })),
    };
  });
}

export function teamCatalogue(): CatalogueView {
  const counts = Map.groupBy(catalogueRows(), ({ site }) => `${site.toLowerCase()}_urls.csv`);
  return {
    files: [...counts].map(([file, rows]) => ({ file, rows: rows.length, targets: rows.length })),
    rows: 1755,
    targets: 1728,
    faults: [
      {
        kind: 'alias',
        fatal: false,
        rows: 130,
        place: 'inm24_urls.csv:18',
        message: '"Talj" is read as Tlaj',
        cure: 'Write Tlaj in the catalogue; until then both are understood.',
      },
      {
        kind: 'repeated-row',
        fatal: false,
        rows: 27,
        place: 'inm24_urls.csv:211',
        message: 'the row repeats line 34 in all five columns',
        cure: 'Take the row out; it runs once.',
      },
      {
        kind: 'bad-url',
        fatal: true,
        rows: 1,
        place: 'lam_urls.csv:15',
        message: '"htps://www.lamudi.com.mx/jalisco" is no http or https address',
        cure: 'Correct the URL; the other rows run.',
      },
    ],
  };
}

export function teamSchedule(): ScheduleView {
  const one = (
    schedule: string,
    kind: 'counted' | 'often',
    next: number | null,
    everyMs: number | null,
    clockTime: ScheduleView['schedules'][number]['clockTime'] = null,
  ) => ({
    schedule,
    kind,
    nextAt: next === null ? null : at(next),
    everyMs,
    clockTime,
    pausedAt: null,
    pausedBy: null,
  });
  return {
    timeZone: ZONE,
    schedules: [
      one('batches', 'counted', 14.6 * DAY, 15 * DAY),
      one('backup', 'counted', 11 * HOUR, null, { hour: 2, minute: 0, weekday: null }),
      one('clean_up', 'counted', 12 * HOUR, null, { hour: 3, minute: 0, weekday: 0 }),
      one('log_rotation', 'counted', 9 * HOUR, null, { hour: 0, minute: 0, weekday: null }),
      one('health', 'often', null, 300_000),
    ],
    occurrences: Array.from({ length: 40 }, (_, index): ScheduleView['occurrences'][number] => {
      const schedule = ['backup', 'clean_up', 'log_rotation', 'batches'][index % 4] ?? 'backup';
      const dueAt = -Math.floor(index / 3) * DAY - 3 * HOUR;
      const status = index === 0 ? 'started' : index === 5 ? 'failed' : index === 9 ? 'skipped' : 'done';
      return {
        schedule,
        dueAt: at(dueAt - index * 60_000),
        status,
        endedAt: status === 'started' ? null : at(dueAt + 240_000),
        batch: schedule === 'batches' ? 'Nov26_01' : null,
        reason:
          status === 'failed'
            ? 'the disk of /var/backups/scraping is full (412 KB free); free some space'
            : status === 'skipped'
              ? 'Nov26_01 was still running (on_busy: skip)'
              : null,
      };
    }),
    pausedSites: [{ site: 'Lam', at: at(-2 * HOUR), by: 'web:Lucía' }],
  };
}

const EVENTS: readonly (readonly [LogLine['level'], string])[] = [
  ['info', 'page_committed'],
  ['info', 'task_leased'],
  ['info', 'task_settled'],
  ['debug', 'permit_granted'],
  ['info', 'file_published'],
  ['warn', 'page_retried'],
  ['warn', 'circuit_opened'],
  ['error', 'task_failed'],
];

export function teamLogs(count: number): readonly LogLine[] {
  const chance = chanceOf(23);
  return Array.from({ length: count }, (_, index) => {
    const [level, event] = chance.next() < 0.85 ? EVENTS[index % 5]! : chance.pick(EVENTS);
    const site = chance.pick(PORTALS)[0];
    return {
      at: at((index - count) * 1700),
      level,
      event,
      fields: {
        task: `${site.toLowerCase()}:${chance.whole(1, 400)}`,
        page: chance.whole(1, 40),
        rows: chance.whole(0, 30),
        ms: chance.whole(300, 2400),
        ...(level === 'error' ? { code: 'E_BLOCKED', message: 'the page asks for a CAPTCHA' } : {}),
      },
    };
  });
}

export function teamBackups(): readonly BackupView[] {
  return Array.from({ length: 21 }, (_, index) => ({
    name: `backup-2026-11-${String(22 - index).padStart(2, '0')}T0300.tar.zst`,
    madeAt: at(-index * DAY - 13 * HOUR),
    bytes: 48_211_004 - index * 310_000,
    batches: 200 - Math.floor(index / 15),
    verifiedAt: index === 0 ? null : at(-index * DAY - 12.9 * HOUR),
    verifyMs: index === 0 ? null : 41_200,
    fault: index === 6 ? 'the archive ends in the middle of orchestrator.db' : null,
  }));
}

export function teamSettings(): readonly SettingView[] {
  const setting = (key: string, value: unknown, unit: string | null, description: string, source = 'default') => ({
    key,
    value,
    unit,
    description,
    source,
  });
  return [
    setting('data.directory', '/var/lib/scraping/Base_de_Datos', null, 'Output tree', 'config.yaml:12'),
    setting('data.urls', '/var/lib/scraping/urls', null, 'URL lists', 'config.yaml:13'),
    setting('data.time_zone', 'America/Mexico_City', null, 'Zone of batch names, days and clock times'),
    setting('execution.max_concurrency', 8, null, 'Tasks that run at the same time'),
    setting('execution.batch_interval', '15d', null, 'Time between two batches'),
    setting('execution.batch_deadline', '14d', null, 'When a batch gives its open tasks up'),
    setting(
      'execution.worker_memory_mb',
      512,
      'MB',
      'Memory of a worker',
      'environment SCRAPING_EXECUTION_WORKER_MEMORY_MB',
    ),
    setting('security.rate_limiting.requests_per_minute', 20, 'a minute', 'Requests to one host', 'config.yaml:41'),
    setting('security.proxies', [], null, 'Proxies, tried in turn'),
    setting(
      'notifications.smtp.password',
      '***',
      null,
      'Password of the mail account',
      'environment SCRAPING_SMTP_PASSWORD',
    ),
    setting('schedule.backup', '03:00', null, 'Clock time of the daily backup'),
    setting('api.port', 8080, null, 'Port of API and dashboard'),
  ];
}

export function teamTokens(): TokenView[] {
  const token = (id: string, name: string, role: TokenView['role'], rest: Partial<TokenView>): TokenView => ({
    id,
    name,
    role,
    createdAt: at(-80 * DAY),
    createdBy: 'cli:root',
    expiresAt: at(285 * DAY),
    revokedAt: null,
    lastUsedAt: at(-4 * 60_000),
    ...rest,
  });
  return [
    token('7c01d9aa31f0', 'Lucía', 'admin', {}),
    token('b90e55e02c11', 'night shift', 'operator', { lastUsedAt: at(-9 * HOUR) }),
    token('12ff80c4de90', 'wall screen', 'viewer', { expiresAt: null, lastUsedAt: at(-1000) }),
    token('e4a0a1b3c999', 'Iván (left)', 'operator', { revokedAt: at(-20 * DAY), lastUsedAt: at(-31 * DAY) }),
  ];
}

export function teamAudit(): readonly AuditView[] {
  const actions = ['pause', 'retry', 'login', 'resume', 'backup', 'run-now', 'token-create'];
  return Array.from({ length: 60 }, (_, index) => ({
    at: at(-index * 5.3 * HOUR),
    actor: ['web:Lucía', 'api:night shift', 'cli:root'][index % 3] ?? 'cli:root',
    action: actions[index % actions.length] ?? 'login',
    details: index % 2 === 0 ? { site: 'Lam' } : { selector: { batch: BATCH, site: ['Inm24'], verdict: ['blocked'] } },
    outcome: index === 8 ? 'E_BATCH_OPEN' : 'done',
  }));
}
