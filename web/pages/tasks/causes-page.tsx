/** What went wrong, grouped by cause and portal, each with what to do about it. */
import type { ReactNode } from 'react';
import type { ErrorGroup } from '../../../src/monitoring/task-shape.ts';
import { useErrors } from '../../data/queries.ts';
import { selectorOf } from '../../data/selector-query.ts';
import { useMay } from '../../data/session.ts';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { useAct } from '../../parts/acting.ts';
import { Answered } from '../../parts/answered.tsx';
import { Command } from '../../parts/command.tsx';
import { Nothing } from '../../parts/panel.tsx';
import { Prose } from '../../parts/prose.tsx';
import { hrefOf } from '../../routing/address.ts';
import type { Query } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { BatchPicker } from '../batch-picker.tsx';
import { PageHead } from '../page-head.tsx';

export function CausesPage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead title={words.pageNames.causes}>
        <BatchPicker page="causes" query={query} />
      </PageHead>
      <Answered to={useErrors(query)}>
        {(groups) =>
          groups.length === 0 ? (
            <Nothing>{words.causes.none}</Nothing>
          ) : (
            <ul className="causes">
              {groups.map((group) => (
                <Cause key={`${group.code} ${group.site} ${group.verdict ?? ''}`} group={group} query={query} />
              ))}
            </ul>
          )
        }
      </Answered>
    </>
  );
}

function Cause({ group, query }: { readonly group: ErrorGroup; readonly query: Query }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const narrowed = { ...selectorOf(query), site: group.site, error: group.code };
  return (
    <li className="cause">
      <p className="cause-head">
        <b className="cause-count">{format.count(group.tasks)}</b>
        <a href={hrefOf(['tasks'], narrowed)}>{words.causes.tasksOf(group.tasks, group.site)}</a>
        <VerdictMark verdict={group.verdict} />
        {group.retrying > 0 && <span className="quiet">{words.causes.again(group.retrying)}</span>}
        <span className="quiet">{group.code}</span>
        <span className="quiet cause-when">
          {words.causes.between(format.time(group.firstAt), format.time(group.lastAt))}
        </span>
      </p>
      {group.example !== null && (
        <p className="cause-example">
          <Prose text={group.example} /> <a href={hrefOf(['tasks', group.exampleTask])}>{words.causes.example}</a>
        </p>
      )}
      {group.advice !== null && (
        <p>
          <b>{words.whatToDo}:</b> <Prose text={group.advice} />
        </p>
      )}
      <div className="cause-foot">
        {group.command !== null && <Command text={group.command} />}
        {group.retrying < group.tasks && <RetryGroup group={group} batch={query['batch']} />}
      </div>
    </li>
  );
}

function RetryGroup({ group, batch }: { readonly group: ErrorGroup; readonly batch: string | undefined }): ReactNode {
  const words = useWords();
  const act = useAct();
  const may = useMay('operator');
  if (!may) return null;
  const selector = { ...(batch === undefined ? {} : { batch }), site: [group.site], error: [group.code] };
  return (
    <button
      type="button"
      onClick={() =>
        void act(
          { action: 'retry', selector },
          {
            title: words.tasks.retryTitle(group.tasks - group.retrying),
            body: words.tasks.retryBody,
            verb: words.tasks.retryVerb,
          },
        )
      }
    >
      {words.tasks.retryAll(group.tasks)}
    </button>
  );
}
