import type { ReactNode } from 'react';
import { recentPace } from '../../../src/monitoring/pace.ts';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { Sparkline } from '../../parts/figures.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** requirements/4: a hundred pages a minute. */
const TARGET = 100;

export function Pace({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const minutes = status.pagesPerMinute;
  const mean = recentPace(status);
  return (
    <Panel title={words.now.pace} note={words.now.lastHour}>
      {minutes.length === 0 ? (
        <Nothing>{words.now.noPace}</Nothing>
      ) : (
        <>
          <p className="big-figure">
            <strong>{format.decimal(mean, 0)}</strong> <span className="quiet">{words.now.paceNote(TARGET)}</span>
          </p>
          <Sparkline
            values={minutes}
            target={TARGET}
            label={words.now.paceLabel(format.decimal(mean, 0), format.count(Math.max(...minutes)), TARGET)}
          />
        </>
      )}
    </Panel>
  );
}
