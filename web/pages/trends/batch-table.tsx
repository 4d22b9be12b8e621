import type { ReactNode } from 'react';
import type { BatchView } from '../../../src/monitoring/status-shape.ts';
import { useBatches } from '../../data/queries.ts';
import { apiUrl } from '../../data/request.ts';
import { BatchMark } from '../../marks/outcome-mark.tsx';
import { Answered } from '../../parts/answered.tsx';
import { Panel, Scroller } from '../../parts/panel.tsx';
import { ProgressBar } from '../../parts/figures.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

/** Every batch with the way to its coverage, tasks, causes and report. */
export function BatchTable(): ReactNode {
  const words = useWords();
  const batches = useBatches();
  return (
    <Panel title={words.trends.batches}>
      <Answered to={batches}>
        {({ items }) => (
          <Scroller label={words.trends.batches}>
            <table className="plain-table tall">
              <caption className="unseen">{words.trends.batches}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.batch}</th>
                  <th scope="col">{words.status}</th>
                  <th scope="col">{words.started}</th>
                  <th scope="col" className="number">
                    {words.duration}
                  </th>
                  <th scope="col" className="figure-column">
                    {words.tasksWord}
                  </th>
                  <th scope="col" className="number">
                    {words.failed}
                  </th>
                  <th scope="col" className="number">
                    {words.rows}
                  </th>
                  <th scope="col">{words.trends.report}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((batch) => (
                  <BatchRow key={batch.id} batch={batch} />
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
      </Answered>
    </Panel>
  );
}

function BatchRow({ batch }: { readonly batch: BatchView }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  const failed = (batch.byStatus['failed'] ?? 0) + (batch.byStatus['permanently_failed'] ?? 0);
  const said = words.now.doneOf(format.count(batch.byStatus['completed'] ?? 0), format.count(batch.tasks));
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf(['coverage'], { batch: batch.id })}>{batch.id}</a>
      </th>
      <td>
        <BatchMark status={batch.status} />
      </td>
      <td>{format.instant(batch.startedAt)}</td>
      <td className="number">{format.duration(batch.durationMs)}</td>
      <td className="figure-column">
        <a href={hrefOf(['tasks'], { batch: batch.id })} aria-label={said}>
          <ProgressBar byStatus={batch.byStatus} label={said} />
        </a>
      </td>
      <td className="number">
        {failed === 0 ? '0' : <a href={hrefOf(['causes'], { batch: batch.id })}>{format.count(failed)}</a>}
      </td>
      <td className="number">{format.count(batch.rows)}</td>
      <td>
        <a
          href={apiUrl(`batches/${encodeURIComponent(batch.id)}/report.html?lang=${language}`)}
          target="_blank"
          rel="noopener"
        >
          {words.trends.open}
          <span className="unseen"> {batch.id}</span>
        </a>
      </td>
    </tr>
  );
}
