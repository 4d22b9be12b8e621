import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../src/monitoring/task-shape.ts';
import { TaskMark } from '../../marks/outcome-mark.tsx';
import { Change } from '../../parts/figures.tsx';
import { Nothing, Panel, Scroller } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** The same search in the batches before. */
export function TaskHistory({ detail: { history } }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const most = Math.max(1, ...history.map(({ rows }) => rows));
  return (
    <Panel title={words.tasks.history} note={format.count(history.length)}>
      {history.length === 0 ? (
        <Nothing>{words.tasks.noHistory}</Nothing>
      ) : (
        <Scroller label={words.tasks.history}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{words.batch}</th>
                <th scope="col">{words.status}</th>
                <th scope="col" className="number">
                  {words.rows}
                </th>
                <th scope="col" className="number">
                  {words.change}
                </th>
                <th scope="col" className="figure-column" aria-hidden="true" />
                <th scope="col" className="number">
                  {words.duration}
                </th>
              </tr>
            </thead>
            <tbody>
              {history.map((one, index) => (
                <tr key={one.batch}>
                  <td>{one.batch}</td>
                  <td>
                    <TaskMark task={{ ...one, truncated: null }} />
                  </td>
                  <td className="number">{format.count(one.rows)}</td>
                  <td className="number">
                    <Change now={one.rows} before={history[index + 1]?.rows ?? null} />
                  </td>
                  <td className="figure-column" aria-hidden="true">
                    <span className="row-bar" style={{ width: `${(one.rows / most) * 100}%` }} />
                  </td>
                  <td className="number">{format.duration(one.durationMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </Panel>
  );
}
