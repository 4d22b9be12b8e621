/** Views as a monitor would give them, for what the command line makes of them. */
import type { BatchView, ScraperView, Status } from '../../src/monitoring/status-shape.ts';
import type { TaskView } from '../../src/monitoring/task-shape.ts';

export const NOW = '2026-11-22T16:05:00.000Z';

const NONE = { pending: 0, running: 0, retrying: 0, completed: 0, failed: 0, permanently_failed: 0, cancelled: 0 };

export function batchView(changes: Partial<BatchView> = {}): BatchView {
  return {
    id: 'Nov26_01',
    status: 'running',
    startedAt: '2026-11-22T04:00:00.000Z',
    completedAt: null,
    deadlineAt: '2026-12-06T04:00:00.000Z',
    timeZone: 'America/Mexico_City',
    rehearsal: false,
    tasks: 1728,
    byStatus: { ...NONE, completed: 800, pending: 920, running: 4, failed: 4 },
    byVerdict: { ok: 700, empty: 100, blocked: 4 },
    truncated: 12,
    rows: 123_456,
    rejectedRows: 3,
    pages: 4567,
    fileBytes: 10_000_000,
    durationMs: 43_500_000,
    etaAt: '2026-11-23T04:05:00.000Z',
    ...changes,
  };
}

export function scraperView(scraper: string, changes: Partial<ScraperView> = {}): ScraperView {
  return {
    scraper,
    site: 'Inm24',
    phase: 'main',
    tasks: 621,
    byStatus: { ...NONE, completed: 300, pending: 319, failed: 2 },
    byVerdict: { ok: 250, empty: 50, blocked: 2 },
    truncated: 12,
    rows: 45_678,
    pages: 1234,
    busyMs: 1000,
    etaAt: '2026-11-23T04:05:00.000Z',
    paused: false,
    waitingFor: null,
    ...changes,
  };
}

export function taskView(id: number, changes: Partial<TaskView> = {}): TaskView {
  return {
    id,
    key: `inm24:${id}`,
    batch: 'Nov26_01',
    scraper: 'inm24',
    phase: 'main',
    site: 'Inm24',
    city: 'Gdl',
    operation: 'Ven',
    product: 'Dep',
    url: 'https://www.inmuebles24.com/departamentos-en-venta-en-guadalajara.html',
    status: 'permanently_failed',
    verdict: 'blocked',
    truncated: null,
    attempts: 3,
    maxAttempts: 3,
    rows: 12,
    rejectedRows: 0,
    pages: 2,
    fileBytes: 0,
    startedAt: '2026-11-22T15:00:00.000Z',
    completedAt: '2026-11-22T15:05:00.000Z',
    retryAt: null,
    durationMs: 300_000,
    latencyMs: 1234.5,
    errorCode: 'E_BLOCKED',
    errorMessage: 'the portal asks for a CAPTCHA (datadome) on page 3 of 住宅 🏠',
    outputPath: null,
    ...changes,
  };
}

export function statusView(changes: Partial<Status> = {}): Status {
  return {
    at: NOW,
    service: {
      state: 'degraded',
      version: '1.2.3',
      pid: 4711,
      startedAt: '2026-11-20T00:00:00.000Z',
      troubles: ['disk: only 120 MB are free in /var/lib/scraping; no task starts below 1024 MB'],
      slots: { now: 4, configured: 8, reason: 'memory is short' },
    },
    batch: batchView(),
    scrapers: [
      scraperView('inm24'),
      scraperView('lam', { site: 'Lam', paused: true }),
      scraperView('cyt', { site: 'CyT', waitingFor: 'www.casasyterrenos.com rests until 17:40' }),
      scraperView('tro', { site: 'Tro', tasks: 4, byStatus: { ...NONE, completed: 4 } }),
    ],
    running: [1, 2].map((id) => ({
      id,
      key: `inm24:${id}`,
      scraper: 'inm24',
      site: 'Inm24',
      city: 'Gdl',
      operation: 'Ven',
      product: 'Dep',
      url: 'https://www.inmuebles24.com/a.html',
      attempt: 1,
      startedAt: '2026-11-22T16:01:00.000Z',
      pages: 3,
      rows: 90,
    })),
    failures: [
      {
        id: 9,
        key: 'lam:9',
        at: '2026-11-22T16:00:00.000Z',
        verdict: 'blocked',
        code: 'E_BLOCKED',
        message: 'a CAPTCHA\u001b[31m came instead of the page',
      },
    ],
    pagesPerMinute: Array.from({ length: 60 }, () => 20),
    nextBatchAt: '2026-12-07T04:00:00.000Z',
    schedulePaused: false,
    system: {
      cpuShare: 0.42,
      load1: 1.5,
      cores: 4,
      memoryBytes: 8 * 2 ** 30,
      memoryFreeBytes: 2 ** 30,
      ownMemoryBytes: 700 * 2 ** 20,
      disks: [{ folder: '/var/lib/scraping/Base_de_Datos', bytes: 2 ** 38, freeBytes: 120 * 2 ** 20, low: true }],
    },
    ...changes,
  };
}
