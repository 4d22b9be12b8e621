import type { ReactNode } from 'react';
import type { ScheduleView } from '../../../src/monitoring/house-shape.ts';
import { showLocalTime } from '../../../src/wording/show-time.ts';
import { Sign } from '../../marks/icons.tsx';
import { Scroller } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

type Schedule = ScheduleView['schedules'][number];

export function Schedules({ schedule }: { readonly schedule: ScheduleView }): ReactNode {
  const words = useWords();
  return (
    <Scroller label={words.upkeep.schedule}>
      <table className="plain-table loose">
        <thead>
          <tr>
            <th scope="col">{words.upkeep.what}</th>
            <th scope="col">{words.upkeep.next}</th>
            <th scope="col">{words.upkeep.every}</th>
          </tr>
        </thead>
        <tbody>
          {schedule.schedules.map((one) => (
            <tr key={one.schedule}>
              <th scope="row">{words.upkeep.scheduleNames(one.schedule)}</th>
              <td>
                <Next schedule={one} />
              </td>
              <td>
                <Every schedule={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet small">{words.upkeep.zone(schedule.timeZone)}</p>
    </Scroller>
  );
}

function Next({ schedule }: { readonly schedule: Schedule }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (schedule.kind === 'off') return <span className="quiet">{words.upkeep.off}</span>;
  if (schedule.pausedAt !== null)
    return (
      <span className="mark">
        <Sign of="pause" />
        {words.upkeep.pausedBy(schedule.pausedBy ?? '–', format.time(schedule.pausedAt))}
      </span>
    );
  if (schedule.nextAt !== null) return <time dateTime={schedule.nextAt}>{format.time(schedule.nextAt)}</time>;
  return <span className="quiet">{schedule.kind === 'often' ? words.upkeep.often : words.upkeep.notCounted}</span>;
}

function Every({ schedule }: { readonly schedule: Schedule }): ReactNode {
  const language = useLanguage();
  const format = useFormat();
  if (schedule.kind === 'off') return null;
  return schedule.clockTime === null ? format.duration(schedule.everyMs) : showLocalTime(schedule.clockTime, language);
}

export function PausedSites({ sites }: { readonly sites: ScheduleView['pausedSites'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <>
      {sites.map(({ site, by, at }) => (
        <p key={site} className="state-line">
          <Sign of="pause" />
          <a href={hrefOf(['sites', site])}>{site}</a> {words.upkeep.pausedBy(by, format.time(at))}
        </p>
      ))}
    </>
  );
}
