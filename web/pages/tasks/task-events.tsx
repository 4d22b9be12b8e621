import type { ReactNode } from 'react';
import type { TaskDetail } from '../../../src/monitoring/task-shape.ts';
import { statusWord, stepWord } from '../../../src/wording/states.ts';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { Prose } from '../../parts/prose.tsx';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

/** Each step of the task's life, the newest last, under the attempt it belongs to. */
export function TaskEvents({ events }: { readonly events: TaskDetail['events'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <Panel title={words.tasks.events} note={format.count(events.length)}>
      {events.length === 0 && <Nothing>{words.tasks.noEvents}</Nothing>}
      <ol className="events">
        {events.map((event, index) => (
          <Event key={`${event.at} ${index}`} event={event} />
        ))}
      </ol>
    </Panel>
  );
}

function Event({ event }: { readonly event: TaskDetail['events'][number] }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  return (
    <li>
      <time dateTime={event.at}>{format.seconds(event.at)}</time>
      {/* Planned is before the first. */}
      <span className="quiet">{event.attempt > 0 && words.now.attempt(event.attempt)}</span>
      <div>
        <p>
          {/* A step of a newer version than this page is shown by its code. */}
          <b>{stepWord(event.step, language)}</b>{' '}
          <span className="quiet">
            {event.from === null ? '' : `${statusWord(event.from, language)} → `}
            {statusWord(event.to, language)} · {event.actor}
            {event.durationMs === null ? '' : ` · ${format.duration(event.durationMs)}`}
          </span>{' '}
          {event.verdict !== null && <VerdictMark verdict={event.verdict} />}
        </p>
        {event.message !== null && (
          <p className="event-text">
            <Prose text={event.message} /> {event.code !== null && <span className="quiet">({event.code})</span>}
          </p>
        )}
      </div>
    </li>
  );
}
