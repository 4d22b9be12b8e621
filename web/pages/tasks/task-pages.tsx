import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../src/monitoring/task-shape.ts';
import { Nothing, Panel, Scroller } from '../../parts/panel.tsx';
import { WebLink } from '../../parts/web-link.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** What was fetched and is still kept: a completed task's pages have become its file. */
export function TaskPages({ detail: { task, pages } }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <Panel title={words.tasks.pagesKept} note={format.count(pages.length)}>
      {pages.length === 0 ? (
        <Nothing>{task.status === 'completed' ? words.tasks.noPages : words.tasks.noPageKept}</Nothing>
      ) : (
        <Scroller label={words.tasks.pagesKept}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col" className="number">
                  {words.tasks.pageNo}
                </th>
                <th scope="col" className="number">
                  {words.rows}
                </th>
                <th scope="col" className="number">
                  {words.now.rejected}
                </th>
                <th scope="col">{words.tasks.fetched}</th>
                <th scope="col">robots.txt</th>
                <th scope="col">URL</th>
              </tr>
            </thead>
            <tbody>
              {pages.map((page) => (
                <tr key={page.pageNo}>
                  <td className="number">{page.pageNo}</td>
                  <td className="number">{format.count(page.rows)}</td>
                  <td className="number">{format.count(page.rejectedRows)}</td>
                  <td>{format.seconds(page.fetchedAt)}</td>
                  <td>
                    {page.robots === 'respect' || page.robots === 'ignore'
                      ? words.sites.robots[page.robots]
                      : (page.robots ?? '–')}
                  </td>
                  <td>
                    <WebLink url={page.url} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </Panel>
  );
}
