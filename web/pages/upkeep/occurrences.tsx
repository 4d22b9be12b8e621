import type { ReactNode } from 'react';
import type { ScheduleView } from '../../../src/monitoring/house-shape.ts';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { Nothing, Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';

type Occurrence = ScheduleView['occurrences'][number];

const MARK = {
  pending: 'pending',
  queued: 'pending',
  // All that the schedule owes a batch: how it went stands with the batch.
  started: 'ok',
  done: 'ok',
  failed: 'invalid',
  skipped: 'forbidden',
} as const satisfies Record<Occurrence['status'], string>;

/** Each time at which something was due, and what became of it. */
export function Occurrences({ schedule }: { readonly schedule: ScheduleView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (schedule.occurrences.length === 0) return <Nothing>{words.upkeep.noOccurrence}</Nothing>;
  return (
    <Scroller label={words.upkeep.occurrences}>
      <table className="plain-table tall">
        <caption className="unseen">{words.upkeep.occurrences}</caption>
        <thead>
          <tr>
            <th scope="col">{words.upkeep.due}</th>
            <th scope="col">{words.upkeep.what}</th>
            <th scope="col">{words.status}</th>
            <th scope="col">{words.batch}</th>
            <th scope="col">{words.finished}</th>
            <th scope="col">{words.reason}</th>
          </tr>
        </thead>
        <tbody>
          {schedule.occurrences.map((one) => (
            <tr key={`${one.schedule} ${one.dueAt}`}>
              <td>{format.instant(one.dueAt)}</td>
              <td>{words.upkeep.scheduleNames(one.schedule)}</td>
              <td>
                <span className="mark">
                  <OutcomeIcon outcome={MARK[one.status]} />
                  {words.upkeep.statuses[one.status]}
                </span>
              </td>
              <td>{one.batch === null ? '' : <a href={hrefOf(['coverage'], { batch: one.batch })}>{one.batch}</a>}</td>
              <td>{format.time(one.endedAt)}</td>
              <td className="wraps">{one.reason ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
