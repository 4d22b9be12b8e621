/** The figures of a batch that is closed: made once, so that nobody who looks at years of batches reads their tasks. */
import { writeDistribution } from '../../core/distribution.ts';
import { FIGURES_BY, figuresBy, NO_FIGURES } from '../figures.ts';
import type { FigureLine, Figures, FiguresBy } from '../figures.ts';
import { run, runEach, statement } from '../statement.ts';
import type { Operation, Parameters } from '../statement.ts';
import { readFigureLines } from './monitor/read-figures.ts';

type Values = Omit<Figures, 'durations' | 'latencies'> & {
  readonly batch: string;
  readonly by: FiguresBy;
  readonly site: string;
  readonly value: string;
  readonly durations: string;
  readonly latencies: string;
};

const dropFigures = statement((dialect, p: Parameters<{ batch: string }>) =>
  dialect.db.deleteFrom('kept_figures').where('batch_id', '=', p('batch')),
);

const writeFigures = statement((dialect, p: Parameters<Values>) =>
  dialect.db.insertInto('kept_figures').values({
    batch_id: p('batch'),
    grouped_by: p('by'),
    site: p('site'),
    value: p('value'),
    tasks: p('tasks'),
    completed: p('completed'),
    failed: p('failed'),
    pages: p('pages'),
    settled_pages: p('settledPages'),
    retries: p('retries'),
    row_count: p('rows'),
    file_bytes: p('fileBytes'),
    work_ms: p('workMs'),
    durations: p('durations'),
    latencies: p('latencies'),
  }),
);

/** The batch's summary must be there; its days are those of its own zone. */
export function* keepFigures(batch: string, timeZone: string): Operation<void> {
  const lines = yield* readFigureLines(batch);
  // A task of an old database may have no site: its figures are among all.
  const sites = [...Map.groupBy(lines, ({ site }) => site.toLowerCase())].filter(([site]) => site !== '');
  yield* run(dropFigures, { batch });
  yield* runEach(
    writeFigures,
    FIGURES_BY.flatMap((by) => [
      ...linesOf(batch, '', by, groupsOf(batch, lines, by, timeZone)),
      ...sites.flatMap(([site, own]) => linesOf(batch, site, by, figuresBy(own, by, timeZone).groups)),
    ]),
  );
}

function linesOf(batch: string, site: string, by: FiguresBy, groups: ReadonlyMap<string, Figures>): readonly Values[] {
  return [...groups].map(([value, { durations, latencies, ...sums }]) => ({
    ...sums,
    batch,
    by,
    site,
    value,
    durations: writeDistribution(durations),
    latencies: writeDistribution(latencies),
  }));
}

/** A batch without a task has its line all the same: it is the sign that its figures were kept. */
function groupsOf(
  batch: string,
  lines: readonly FigureLine[],
  by: FiguresBy,
  timeZone: string,
): ReadonlyMap<string, Figures> {
  return by === 'batch' && lines.length === 0 ? new Map([[batch, NO_FIGURES]]) : figuresBy(lines, by, timeZone).groups;
}
