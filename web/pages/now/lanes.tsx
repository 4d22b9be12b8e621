import type { ReactNode } from 'react';
import type { RunningTask, ScraperView, Status } from '../../../src/monitoring/status-shape.ts';
import { phaseWord } from '../../../src/wording/states.ts';
import { OutcomeIcon, Sign } from '../../marks/icons.tsx';
import { ProgressBar } from '../../parts/figures.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { Prose } from '../../parts/prose.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

/** Each lane with what it is doing this moment. */
export function Lanes({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const slots = status.service.slots;
  return (
    <Panel
      title={words.now.lanes}
      note={slots === null ? undefined : words.now.slots(status.running.length, slots.now)}
      className="lanes"
    >
      {status.scrapers.length === 0 && <Nothing>{words.now.noLanes}</Nothing>}
      <ul>
        {status.scrapers.map((scraper) => (
          <Lane key={scraper.scraper} scraper={scraper} status={status} />
        ))}
      </ul>
    </Panel>
  );
}

function Lane({ scraper, status }: { readonly scraper: ScraperView; readonly status: Status }): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  const running = status.running.filter((task) => task.scraper === scraper.scraper);
  const failed = (scraper.byStatus['failed'] ?? 0) + (scraper.byStatus['permanently_failed'] ?? 0);
  const query = { batch: status.batch?.id, site: scraper.site, phase: scraper.phase };
  const done = scraper.byStatus['completed'] ?? 0;
  const said = words.now.doneOf(format.count(done), format.count(scraper.tasks));
  return (
    <li className="lane">
      <div className="lane-name">
        <a href={hrefOf(['tasks'], query)}>{scraper.site}</a>
        <span className="quiet">{phaseWord(scraper.phase, language)}</span>
      </div>
      <div className="lane-bar">
        <ProgressBar byStatus={scraper.byStatus} label={`${scraper.scraper}: ${said}`} />
      </div>
      <p className="lane-count">
        <span>{said}</span>
        {failed > 0 && (
          <a className="lane-failed" href={hrefOf(['tasks'], { ...query, status: 'failed,permanently_failed' })}>
            <OutcomeIcon outcome="invalid" />
            {words.now.failedCount(failed)}
          </a>
        )}
      </p>
      <p className="lane-rows">
        {format.count(scraper.rows)} <span className="quiet">{words.rows}</span>
      </p>
      <p className="lane-eta">{scraper.etaAt === null ? '' : words.now.until(format.time(scraper.etaAt))}</p>
      <LaneWork scraper={scraper} running={running} at={status.at} />
    </li>
  );
}

interface LaneWorkProps {
  readonly scraper: ScraperView;
  readonly running: readonly RunningTask[];
  readonly at: string;
}

function LaneWork({ scraper, running, at }: LaneWorkProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <ul className="lane-work">
      {scraper.paused && (
        <li className="lane-waits">
          <Sign of="pause" />
          {words.now.sitePaused}
        </li>
      )}
      {scraper.waitingFor !== null && (
        <li className="lane-waits">
          <OutcomeIcon outcome="timeout" />
          <Prose text={scraper.waitingFor} />
        </li>
      )}
      {running.map((task) => (
        <li key={task.id}>
          <OutcomeIcon outcome="running" />
          <a href={hrefOf(['tasks', task.id])}>
            {task.city} · {task.operation} · {task.product}
          </a>
          <span className="quiet">
            {words.now.runningFor(
              format.duration(Math.max(0, Date.parse(at) - Date.parse(task.startedAt))),
              task.pages,
              format.count(task.rows),
            )}
            {task.attempt > 1 && ` · ${words.now.attempt(task.attempt)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
