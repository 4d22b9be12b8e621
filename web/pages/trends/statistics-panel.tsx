import type { ReactNode } from 'react';
import type { Statistics, StatisticsBy, StatisticsLine, TargetView } from '../../../src/monitoring/statistics-shape.ts';
import { useStatistics } from '../../data/queries.ts';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { Answered } from '../../parts/answered.tsx';
import { ChooseOne } from '../../parts/choose.tsx';
import { Panel, Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import type { Format } from '../../words/format.ts';
import { useFormat, useWords } from '../../words/language.tsx';

const BY = Object.keys({
  site: 1,
  city: 1,
  operation: 1,
  product: 1,
  day: 1,
  batch: 1,
} satisfies Record<StatisticsBy, 1>) as readonly StatisticsBy[];

/** Figures of the same batches, grouped as one likes, beside their targets. */
export function StatisticsPanel({ query, last }: { readonly query: Query; readonly last: number }): ReactNode {
  const words = useWords();
  const by = BY.find((one) => one === query['by']) ?? 'site';
  return (
    <Panel
      title={words.statistics.title}
      actions={
        <ChooseOne
          name={words.statistics.by}
          choices={BY.map((value) => ({ value, label: words.statistics.groups[value] }))}
          chosen={by}
          choose={(value) => navigate(hrefOf(['trends'], { ...query, by: value }), 'replace')}
        />
      }
    >
      <Answered to={useStatistics(by, last)}>
        {(statistics) => (
          <>
            <Targets targets={statistics.targets} />
            <Lines statistics={statistics} />
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Targets({ targets }: { readonly targets: readonly TargetView[] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <ul className="targets">
      {targets.map((target) => (
        <li key={target.name} className={target.met === false ? 'missed' : undefined}>
          <span className="quiet">{words.statistics.targets[target.name]}</span>
          <strong>{figure(target.unit, target.measured, format)}</strong>
          <span className="mark">
            <OutcomeIcon outcome={target.met === null ? 'pending' : target.met ? 'ok' : 'invalid'} />
            {target.bound === 'min' ? '≥' : '≤'} {figure(target.unit, target.target, format)}
            <span className="unseen">{words.statistics.met(target.met)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function figure(unit: TargetView['unit'], value: number | null, format: Format): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return format.duration(value);
    case 'bytes':
      return format.bytes(value);
    case 'share':
      return format.share(value);
    case 'pages/min':
      return `${format.decimal(value, 0)}/min`;
  }
}

const COLUMNS = [
  'tasks',
  'success',
  'failed',
  'mean',
  'p95',
  'answer',
  'latency',
  'pace',
  'pages',
  'retries',
  'rows',
  'size',
] as const;

function Lines({ statistics }: { readonly statistics: Statistics }): ReactNode {
  const words = useWords();
  return (
    <Scroller label={words.statistics.title}>
      <table className="plain-table">
        <caption className="unseen">{words.statistics.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.statistics.groups[statistics.by]}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="number">
                {words.statistics.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {statistics.lines.map((line) => (
            <Line key={line.key} line={line} name={line.key} />
          ))}
        </tbody>
        <tfoot>
          <Line line={statistics.total} name={words.total} />
        </tfoot>
      </table>
    </Scroller>
  );
}

function Line({ line, name }: { readonly line: StatisticsLine; readonly name: string }): ReactNode {
  const format = useFormat();
  const cells: Readonly<Record<(typeof COLUMNS)[number], string>> = {
    tasks: format.count(line.tasks),
    success: format.share(line.successShare),
    failed: format.count(line.failed),
    mean: format.duration(line.meanDurationMs),
    p95: format.duration(line.p95DurationMs),
    answer: format.duration(line.meanLatencyMs),
    latency: format.duration(line.p95LatencyMs),
    pace: format.decimal(line.pagesPerMinute, 0),
    pages: format.count(line.pages),
    retries: format.count(line.retries),
    rows: format.count(line.rows),
    size: format.bytes(line.fileBytes),
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      {COLUMNS.map((column) => (
        <td key={column} className="number">
          {cells[column]}
        </td>
      ))}
    </tr>
  );
}
