import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TASK_STATUSES } from '../../src/core/task.ts';
import type { TaskStatus } from '../../src/core/task.ts';
import { reportShape } from '../../src/monitoring/statistics-shape.ts';
import type { BatchReport } from '../../src/monitoring/statistics-shape.ts';
import { reportPage } from '../../src/reporting/report-page.ts';
import { reportText } from '../../src/reporting/report-text.ts';

const statuses = (counts: Partial<Record<TaskStatus, number>>): Record<TaskStatus, number> =>
  Object.fromEntries(TASK_STATUSES.map((status) => [status, counts[status] ?? 0])) as Record<TaskStatus, number>;

const BATCH: BatchReport['batch'] = {
  id: 'Nov26_02',
  status: 'completed',
  startedAt: '2026-11-22T10:00:00.000Z',
  completedAt: '2026-11-22T16:05:00.000Z',
  deadlineAt: '2026-12-06T10:00:00.000Z',
  timeZone: 'America/Mexico_City',
  rehearsal: false,
  tasks: 3,
  byStatus: statuses({ completed: 2, permanently_failed: 1 }),
  byVerdict: { ok: 2, blocked: 1 },
  truncated: 1,
  rows: 150,
  rejectedRows: 3,
  pages: 9,
  fileBytes: 45_000,
  durationMs: 21_900_000,
  etaAt: null,
};

const cell = (
  changes: Partial<BatchReport['coverage']['cells'][number]>,
): BatchReport['coverage']['cells'][number] => ({
  site: 'Inm24',
  city: 'Gdl',
  operation: 'Ven',
  product: 'Dep',
  tasks: [1],
  status: 'completed',
  verdict: 'ok',
  truncated: false,
  rows: 100,
  rowsBefore: 120,
  ...changes,
});

function report(changes: Partial<BatchReport> = {}): BatchReport {
  return {
    batch: BATCH,
    before: { ...BATCH, id: 'Nov26_01', rows: 200 },
    scrapers: [
      {
        scraper: 'inm24',
        site: 'Inm24',
        phase: 'main',
        tasks: 3,
        byStatus: BATCH.byStatus,
        byVerdict: { ok: 2, blocked: 1 },
        truncated: 1,
        rows: 150,
        pages: 9,
        busyMs: 60_000,
        etaAt: null,
        paused: false,
        waitingFor: null,
      },
    ],
    coverage: {
      batch: 'Nov26_02',
      before: 'Nov26_01',
      cells: [
        cell({}),
        cell({ city: 'Zap', rows: 50, truncated: true }),
        cell({ city: 'Ton', status: 'permanently_failed', verdict: 'blocked', rows: 0 }),
      ],
      notPlanned: [],
    },
    causes: [
      {
        code: 'E_BLOCKED',
        verdict: 'blocked',
        site: 'Inm24',
        tasks: 1,
        firstAt: BATCH.startedAt,
        lastAt: BATCH.startedAt,
        example: 'a challenge',
        retrying: 0,
        exampleTask: 17,
        advice: 'Slow down, or ask the portal: `scraping-monitor site test`.',
        command: 'scraping-monitor retry -b Nov26_02',
      },
    ],
    slowest: [],
    fillRates: [{ site: 'Inm24', fields: [{ field: 'price', share: 0.62, before: 0.99 }] }],
    ...changes,
  };
}

test('the fixture is a report as the monitor makes them', () => {
  assert.deepEqual(reportShape.parse(report()), report());
});

test('the page says how the batch went in both languages: figures, changes, causes with what to do, fields, coverage', () => {
  const spanish = reportPage(report(), 'es');
  for (const said of [
    '<html lang="es">',
    'Informe del lote Nov26_02',
    '2 / 3',
    '−25 %',
    'bloqueada',
    '<code>scraping-monitor retry -b Nov26_02</code>',
    '62 %',
    '✗ bloqueada',
    '50+',
    '2026-11-22 04:00',
  ])
    assert.ok(spanish.includes(said), said);
  const english = reportPage(report(), 'en');
  for (const said of ['Report of batch Nov26_02', 'Why tasks failed', 'Coverage', '✗ blocked'])
    assert.ok(english.includes(said), said);
});

test('the page is whole in itself: no script, nothing loaded, and a policy that lets nothing else act', () => {
  const page = reportPage(report(), 'en');
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|<object|\b(src|href|srcset|action)=|@import|url\(/i);
  assert.doesNotMatch(page.replaceAll(/xmlns="[^"]*"/g, ''), /https?:\/\//);
  assert.match(page, /content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;/);
  assert.match(page, /prefers-color-scheme:dark/);
  assert.match(page, /@media print/);
});

test('T7 whatever the web wrote is text on the page', () => {
  const evil = `"><script>alert(1)</script><svg onload=alert(2)>'\u202e`;
  const page = reportPage(
    report({
      causes: [{ ...report().causes[0]!, code: evil, site: evil, example: evil, advice: evil, command: evil }],
      coverage: {
        ...report().coverage,
        cells: [cell({ site: evil, city: evil, operation: evil, product: evil })],
        notPlanned: [{ place: evil, kind: evil, message: evil }],
      },
      fillRates: [{ site: evil, fields: [{ field: evil, share: 0.5, before: 0.5 }] }],
      batch: { ...BATCH, id: evil },
    }),
    'es',
  );
  assert.doesNotMatch(page, /<script|<svg onload/);
});

test('a batch without anything before it, without rows and without tasks makes a page too', () => {
  const empty = report({
    batch: { ...BATCH, tasks: 0, byStatus: statuses({}), rows: 0, fileBytes: 0, completedAt: null, status: 'running' },
    before: null,
    scrapers: [],
    coverage: { batch: 'Nov26_02', before: null, cells: [], notPlanned: [] },
    causes: [],
    fillRates: [],
  });
  for (const language of ['en', 'es'] as const) {
    assert.doesNotMatch(reportPage(empty, language), /NaN|Infinity|undefined/);
    assert.doesNotMatch(reportText(empty, language), /NaN|Infinity|undefined/);
  }
});

test('the text fits eighty columns but for what others wrote, and names the causes, the changes and the fields that were lost', () => {
  const text = reportText(report(), 'en');
  assert.match(text, /^Report of batch Nov26_02: completed\n/);
  assert.match(text, /1 × Inm24: blocked · E_BLOCKED/);
  assert.match(text, /Inm24 Ton Ven Dep +120 → +0 {2}−100 %/);
  assert.match(text, /Inm24 price +99 % → +62 %/);
  assert.ok(text.split('\n').every((line) => line.length <= 80 || line.includes('→ ')));
});

test('the same report gives the same page', () => {
  assert.equal(reportPage(report(), 'es'), reportPage(report(), 'es'));
});
