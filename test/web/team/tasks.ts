/** The tasks of a team's running batch: the real catalogue, two thirds done, with the failures such a night has. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Coverage, TaskView } from '../../../src/monitoring/task-shape.ts';
import { ERRORS } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/errors.ts';
import { chanceOf } from './random.ts';
import type { Chance } from './random.ts';

export const BATCH = 'Nov26_02';
export const BEFORE = 'Nov26_01';
/** All times of the team are around this one. */
export const NOW = Date.parse('2026-11-22T22:05:00Z');
const STARTED = NOW - 9 * 3_600_000;
const CATALOGUE = fileURLToPath(new URL('../../../urls/', import.meta.url));
const SITES: Readonly<Record<string, string>> = { cyt: 'CyT' };
const CITIES: Readonly<Record<string, string>> = { Talj: 'Tlaj' };

interface Row {
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly url: string;
}

export function catalogueRows(): readonly Row[] {
  return readdirSync(CATALOGUE)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .flatMap((name) => {
      const lines = parse(readFileSync(`${CATALOGUE}${name}`), { from_line: 2, bom: true, relax_column_count: true });
      return lines.map(([site = '', city = '', operation = '', product = '', url = '']) => ({
        site: SITES[site] ?? site,
        city: CITIES[city] ?? city,
        operation,
        product,
        url,
      }));
    });
}

const FAILURES: readonly (readonly [ErrorCode, string])[] = [
  ['E_BLOCKED', 'the page asks for a CAPTCHA: “Verifica que eres humano” (marker `px-captcha`)'],
  ['E_LAYOUT', 'no listing was found by `[data-qa=posting]`, though the page says it has 1,204'],
  ['E_TIMEOUT_HEADERS', 'www.lamudi.com.mx accepted the request and sent nothing for 30 s'],
  ['E_NOT_FOUND', 'the search answers 404 since this batch'],
  ['E_ROBOTS', 'robots.txt forbids /inmuebles?page=6'],
  ['E_SERVER', 'the portal answers 503 Service Unavailable'],
  ['E_RESET', 'the connection broke after 41,203 of 88,114 bytes'],
];

export function teamTasks(): readonly TaskView[] {
  const chance = chanceOf(7);
  const done = new Map<string, number>();
  const rows = catalogueRows();
  const perSite = Map.groupBy(rows, ({ site }) => site);
  return rows.map((row, index) => {
    const place = (done.get(row.site) ?? 0) + 1;
    done.set(row.site, place);
    const share = place / (perSite.get(row.site)?.length ?? 1);
    return taskOf(row, index + 1, place, share, chance);
  });
}

function taskOf(row: Row, id: number, order: number, share: number, chance: Chance): TaskView {
  const scraper = row.site.toLowerCase();
  const waiting: TaskView = {
    ...row,
    id,
    key: `${scraper}:${order}`,
    batch: BATCH,
    scraper,
    phase: 'main',
    status: 'pending',
    verdict: null,
    truncated: null,
    attempts: 0,
    maxAttempts: 3,
    rows: 0,
    rejectedRows: 0,
    pages: 0,
    fileBytes: 0,
    startedAt: null,
    completedAt: null,
    retryAt: null,
    durationMs: null,
    latencyMs: null,
    errorCode: null,
    errorMessage: null,
    outputPath: null,
  };
  const reached = row.site === 'CyT' || row.site === 'Tro' ? 1.1 : 0.68;
  if (share > reached) return waiting;
  const startedAt = new Date(STARTED + share * (NOW - STARTED - 900_000));
  if (share > reached - 0.012 && reached < 1) return { ...waiting, ...running(startedAt, chance) };
  return { ...waiting, ...settled(row, startedAt, chance) };
}

function running(startedAt: Date, chance: Chance): Partial<TaskView> {
  const pages = chance.whole(1, 14);
  return { status: 'running', attempts: 1, pages, rows: pages * 28, startedAt: startedAt.toISOString() };
}

function settled(row: Row, startedAt: Date, chance: Chance): Partial<TaskView> {
  const durationMs = Math.round(8000 + chance.next() ** 3 * 900_000);
  const times = {
    startedAt: startedAt.toISOString(),
    completedAt: new Date(startedAt.getTime() + durationMs).toISOString(),
    durationMs,
    latencyMs: 240 + (durationMs % 1700),
  };
  const dice = chance.next();
  if (dice < 0.035) return { ...times, ...failed(row, chance) };
  if (dice < 0.12)
    return {
      ...times,
      status: 'completed',
      verdict: 'empty',
      attempts: 1,
      pages: 1,
      outputPath: pathOf(row),
      fileBytes: 412,
    };
  const rows = Math.round(3 + chance.next() ** 4 * 2400);
  return {
    ...times,
    status: 'completed',
    verdict: 'ok',
    truncated: dice > 0.975 ? 'robots' : null,
    attempts: dice > 0.93 ? 2 : 1,
    rows,
    rejectedRows: dice > 0.9 ? chance.whole(1, 4) : 0,
    pages: Math.ceil(rows / 28),
    fileBytes: rows * 412,
    outputPath: pathOf(row),
  };
}

function failed(row: Row, chance: Chance): Partial<TaskView> {
  const [code, message] = row.site === 'Inm24' && chance.next() < 0.6 ? FAILURES[0]! : chance.pick(FAILURES);
  const isWaiting = chance.next() < 0.3;
  return {
    status: isWaiting ? 'retrying' : code === 'E_BLOCKED' ? 'permanently_failed' : 'failed',
    verdict: ERRORS[code].verdict,
    attempts: isWaiting ? 1 : 3,
    completedAt: isWaiting ? null : new Date(NOW - 600_000).toISOString(),
    retryAt: isWaiting ? new Date(NOW + 1_800_000).toISOString() : null,
    errorCode: code,
    errorMessage: message,
  };
}

function pathOf({ site, city, operation, product }: Row): string {
  const name = [site, city, operation, product, BATCH].join('_');
  return `${site}/${city}/${operation}/${product}/Nov26/02/${name}.csv`;
}

/** As the coverage of the API: one cell a search, against what the batch before had. */
export function teamCoverage(tasks: readonly TaskView[]): Coverage {
  const chance = chanceOf(11);
  const groups = Map.groupBy(tasks, (task) => [task.site, task.city, task.operation, task.product].join(' '));
  const cells = [...groups.values()].map((members): Coverage['cells'][number] => {
    const worst = members.find(({ status }) => status !== 'completed') ?? members[0]!;
    const rows = members.reduce((sum, task) => sum + task.rows, 0);
    const dice = chance.next();
    const { site, city, operation, product, status } = worst;
    return {
      site,
      city,
      operation,
      product,
      tasks: members.map(({ id }) => id),
      status,
      verdict: worst.verdict,
      truncated: members.some(({ truncated }) => truncated !== null),
      rows,
      rowsBefore: dice < 0.02 ? null : dice < 0.03 ? rows * 3 + 12 : Math.round(rows * (0.94 + chance.next() * 0.12)),
    };
  });
  // One search was settled without a reason: what must never be, and must be seen at once.
  const odd = cells.findIndex(({ site, status }) => site === 'CyT' && status === 'completed');
  const cell = cells[odd];
  if (cell !== undefined) cells[odd] = { ...cell, status: 'failed', verdict: null, rows: 0 };
  return {
    batch: BATCH,
    before: BEFORE,
    cells,
    notPlanned: [
      {
        place: 'inm24_urls.csv:211',
        kind: 'repeated-row',
        message: 'the row repeats line 34 in all five columns; it runs once',
      },
      {
        place: 'mit_urls.csv:77',
        kind: 'repeated-row',
        message: 'the row repeats line 12 in all five columns; it runs once',
      },
      {
        place: 'lam_urls.csv:15',
        kind: 'bad-url',
        message: '"htps://www.lamudi.com.mx/jalisco" is no http or https address',
      },
    ],
  };
}
