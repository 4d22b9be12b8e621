import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { STATISTICS_BY } from '../../monitoring/selector-words.ts';
import type { StatisticsBy } from '../../monitoring/selector-words.ts';
import type { Statistics, StatisticsLine, TargetView, Trend } from '../../monitoring/statistics-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showBytes, showShare } from '../../core/show-size.ts';
import { sparkline } from '../../wording/sparkline.ts';
import { showCount, showDuration } from '../../wording/show-time.ts';
import { cliLanguage } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { paint } from '../paint.ts';
import { chosen, selectorOf, selectorOptions } from '../selector-options.ts';
import type { SelectorOptions } from '../selector-options.ts';
import { table } from '../table.ts';
import type { Cell } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word =
  | 'summary'
  | 'by'
  | 'last'
  | 'none'
  | 'tasks'
  | 'success'
  | 'mean'
  | 'p95'
  | 'latency'
  | 'p95Latency'
  | 'perMinute'
  | 'retries'
  | 'rows'
  | 'size'
  | 'total'
  | 'target'
  | 'wanted'
  | 'measured'
  | 'unknown'
  | 'trend';

const WORDS: Words<Word> = {
  en: {
    summary: 'Figures per site, city, operation, product, day or batch, each beside its target; with the trend.',
    by: 'one line for each',
    last: 'of so many batches; 1 when -b names one',
    none: 'No batch yet.',
    tasks: 'tasks',
    success: 'success',
    mean: 'mean time',
    p95: 'p95 time',
    latency: 'request',
    p95Latency: 'p95 req.',
    perMinute: 'pages/min',
    retries: 'retries',
    rows: 'rows',
    size: 'size',
    total: 'total',
    target: 'target',
    wanted: 'wanted',
    measured: 'measured',
    unknown: 'not recorded',
    trend: 'Rows by batch',
  },
  es: {
    summary: 'Cifras por sitio, ciudad, operación, producto, día o lote, cada una junto a su meta; con la tendencia.',
    by: 'una línea por cada',
    last: 'de cuántos lotes; 1 si -b nombra uno',
    none: 'Todavía no hay lotes.',
    tasks: 'tareas',
    success: 'éxito',
    mean: 'media',
    p95: 'p95',
    latency: 'solicitud',
    p95Latency: 'p95 sol.',
    perMinute: 'pág./min',
    retries: 'reintentos',
    rows: 'filas',
    size: 'tamaño',
    total: 'total',
    target: 'meta',
    wanted: 'se pide',
    measured: 'medido',
    unknown: 'sin registro',
    trend: 'Filas por lote',
  },
};

/** What a line of figures is of. */
const GROUPS: Words<StatisticsBy> = {
  en: { site: 'site', city: 'city', operation: 'operation', product: 'product', day: 'day', batch: 'batch' },
  es: { site: 'sitio', city: 'ciudad', operation: 'operación', product: 'producto', day: 'día', batch: 'lote' },
};

interface StatsOptions extends MonitorOptions, SelectorOptions {
  readonly by: string;
  readonly last: string;
}

export function addStats(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<StatsOptions>(
    parent,
    'stats',
    {
      summary: words.summary,
      examples: ['scraping-monitor stats', 'scraping-monitor stats --by city --site Inm24 --last 3'],
    },
    (made) =>
      selectorOptions(made)
        .option('--by <what>', `${words.by}: ${STATISTICS_BY.join(', ')}`, 'site')
        .option('--last <n>', words.last, '10'),
    async (monitor, options) => {
      const by = chosen(STATISTICS_BY, options.by, '--by');
      const last = wholeNumber(options.last, '--last', 1, 1000);
      const statistics = await monitor.figures.statistics(selectorOf(options), by, last);
      const trend = await monitor.figures.trend(last);
      if (options.json) printJson({ ...statistics, trend: trend.points });
      else console.log(statisticsText(statistics, trend, language, outputWidth()));
      return EXIT.ok;
    },
  );
}

export function statisticsText(statistics: Statistics, trend: Trend, language: Language, width: number): string {
  const words = WORDS[language];
  if (statistics.batches.length === 0) return words.none;
  const { lines, total, targets } = statistics;
  const figures = table(
    [
      { title: GROUPS[language][statistics.by] },
      { title: words.tasks, align: 'right' },
      { title: words.success, align: 'right' },
      { title: words.mean, align: 'right', spare: 7 },
      { title: words.p95, align: 'right', spare: 6 },
      { title: words.latency, align: 'right', spare: 8 },
      { title: words.p95Latency, align: 'right', spare: 3 },
      { title: words.perMinute, align: 'right', spare: 5 },
      { title: words.retries, align: 'right', spare: 4 },
      { title: words.rows, align: 'right' },
      { title: words.size, align: 'right', spare: 1 },
    ],
    [...lines, { ...total, key: words.total }].map(figureRow),
    width,
  );
  const goals = table(
    [
      { title: words.target, least: 16 },
      { title: words.wanted, align: 'right' },
      { title: words.measured, align: 'right' },
      { title: '' },
    ],
    targets.map((target) => targetRow(target, language)),
    width,
  );
  return [figures, '', goals, ...trendLines(trend, language, width)].join('\n');
}

function figureRow(line: StatisticsLine): Cell[] {
  const { successShare, meanDurationMs, p95DurationMs, meanLatencyMs, p95LatencyMs, pagesPerMinute } = line;
  const duration = (ms: number | null): string => (ms === null ? '' : showDuration(ms));
  const latency = (ms: number | null): string => (ms === null ? '' : `${showCount(Math.round(ms))} ms`);
  return [
    line.key,
    showCount(line.tasks),
    successShare === null ? '' : { text: showShare(successShare), paint: successShare < 0.95 ? 'warn' : 'plain' },
    duration(meanDurationMs),
    duration(p95DurationMs),
    latency(meanLatencyMs),
    latency(p95LatencyMs),
    pagesPerMinute === null ? '' : pagesPerMinute.toFixed(1),
    showCount(line.retries),
    showCount(line.rows),
    showBytes(line.fileBytes),
  ];
}

function targetRow({ name, bound, target, unit, measured, met }: TargetView, language: Language): Cell[] {
  const show = (value: number): string => {
    if (unit === 'bytes') return showBytes(value);
    if (unit === 'share') return showShare(value);
    return unit === 'ms' ? showDuration(value) : value.toFixed(value < 10 ? 1 : 0);
  };
  return [
    TARGETS[language][name],
    `${bound === 'min' ? '≥' : '≤'} ${show(target)}`,
    measured === null ? { text: WORDS[language].unknown, paint: 'dim' } : show(measured),
    met === null ? '' : met ? { text: '✓', paint: 'good' } : { text: '✗', paint: 'bad' },
  ];
}

const TARGETS: Words<TargetView['name']> = {
  en: {
    pages_per_minute: 'pages a minute',
    latency: 'time of a request',
    memory: 'memory of the service',
    success: 'tasks that succeed',
    start: 'start of the service',
    batches_finished: 'batches that finish',
  },
  es: {
    pages_per_minute: 'páginas por minuto',
    latency: 'tiempo por solicitud',
    memory: 'memoria del servicio',
    success: 'tareas con éxito',
    start: 'inicio del servicio',
    batches_finished: 'lotes que terminan',
  },
};

/** A line a site: its rows in each batch, oldest first. */
function trendLines({ points }: Trend, language: Language, width: number): readonly string[] {
  const batches = [...new Set(points.map(({ batch }) => batch))];
  if (batches.length < 2) return [];
  const rows = [...Map.groupBy(points, ({ site }) => site).entries()].map(([site, line]) => {
    const counts = batches.map((batch) => line.find((point) => point.batch === batch)?.rows ?? 0);
    return [site, sparkline(counts), showCount(counts.at(-2) ?? 0), showCount(counts.at(-1) ?? 0)];
  });
  const shown = table(
    [
      { title: GROUPS[language].site },
      { title: `${batches[0]} … ${batches.at(-1)}`, least: 8 },
      { title: batches.at(-2) ?? '', align: 'right', spare: 1 },
      { title: batches.at(-1) ?? '', align: 'right' },
    ],
    rows,
    width,
  );
  return ['', paint(WORDS[language].trend, 'bold'), shown];
}
