/** One task: how it stands and why, what to do, each step it took, what it has fetched, how it was before. */
import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../src/monitoring/task-shape.ts';
import { phaseWord, verdictMeaning } from '../../../src/wording/states.ts';
import { useTask } from '../../data/queries.ts';
import { useMay } from '../../data/session.ts';
import { TaskMark } from '../../marks/outcome-mark.tsx';
import { useAct } from '../../parts/acting.ts';
import { Answered } from '../../parts/answered.tsx';
import { Prose } from '../../parts/prose.tsx';
import { WebLink } from '../../parts/web-link.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { ProblemPage } from './problem-page.tsx';
import { TaskEvents } from './task-events.tsx';
import { TaskHistory } from './task-history.tsx';
import { TaskPages } from './task-pages.tsx';

export function TaskPage({ id }: { readonly id: string }): ReactNode {
  const words = useWords();
  const task = useTask(id);
  return (
    <>
      {task.data === undefined && <PageHead title={words.pageNames.tasks} />}
      <Answered to={task}>{(detail) => <TaskView detail={detail} />}</Answered>
    </>
  );
}

function TaskView({ detail }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const { task } = detail;
  return (
    <article className="task">
      <p className="crumbs">
        <a href={hrefOf(['tasks'], { batch: task.batch })}>{words.pageNames.tasks}</a>
        <a href={hrefOf(['tasks'], { batch: task.batch, site: task.site })}>{task.site}</a>
      </p>
      <PageHead
        title={
          <>
            {task.key} <span className="quiet">{task.batch}</span>
          </>
        }
      >
        <TaskMark task={task} />
        <RetryOne detail={detail} />
      </PageHead>
      <p className="task-what">
        {[task.site, task.city, task.operation, task.product, phaseWord(task.phase, language)].join(' · ')}
      </p>
      <p className="task-url">
        <WebLink url={task.url} />
      </p>
      <Why detail={detail} />
      <Facts detail={detail} />
      <TaskEvents events={detail.events} />
      <TaskPages detail={detail} />
      {detail.hasProblemPage && <ProblemPage task={String(task.id)} />}
      <TaskHistory detail={detail} />
    </article>
  );
}

function RetryOne({ detail: { task } }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const act = useAct();
  const may = useMay('operator');
  if (!may || (task.status !== 'failed' && task.status !== 'permanently_failed')) return null;
  return (
    <button
      type="button"
      className="primary"
      onClick={() =>
        void act(
          { action: 'retry', selector: { batch: task.batch }, tasks: [task.id] },
          { title: words.tasks.retryTitle(1), body: words.tasks.retryBody, verb: words.tasks.retryVerb },
        )
      }
    >
      {words.tasks.retryOne}
    </button>
  );
}

/** What went wrong, what that means, what to do. */
function Why({ detail: { task, advice } }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  if (task.errorCode === null && task.errorMessage === null) return null;
  return (
    <section className={task.status === 'completed' ? 'why why-past' : 'why'} aria-label={words.tasks.why}>
      <p className="why-what">
        <Prose text={task.errorMessage ?? task.errorCode ?? ''} />
      </p>
      {task.verdict !== null && <p>{words.tasks.means(verdictMeaning(task.verdict, language))}</p>}
      {advice !== null && (
        <p>
          <b>{words.whatToDo}:</b> <Prose text={advice} />
        </p>
      )}
      {task.retryAt !== null && <p>{words.tasks.retryAt(format.instant(task.retryAt))}</p>}
      {task.errorCode !== null && (
        <p className="quiet">
          <a href={hrefOf(['tasks'], { batch: task.batch, error: task.errorCode })}>
            {words.tasks.sameCode(task.errorCode)}
          </a>
        </p>
      )}
    </section>
  );
}

function Facts({ detail: { task } }: { readonly detail: TaskDetail }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [words.rows, format.count(task.rows)],
    [words.now.rejected, format.count(task.rejectedRows)],
    [words.pages, format.count(task.pages)],
    [words.attempts, `${task.attempts} / ${task.maxAttempts}`],
    [words.duration, format.duration(task.durationMs)],
    [words.statistics.targets.latency, format.duration(task.latencyMs)],
    [words.started, format.instant(task.startedAt)],
    [words.finished, format.instant(task.completedAt)],
    [words.tasks.file, task.outputPath === null ? '–' : `${task.outputPath} (${format.bytes(task.fileBytes)})`],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} className={name === words.tasks.file ? 'wide' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
