import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { LogLine } from '../../../src/monitoring/house-shape.ts';
import { Sign } from '../../marks/icons.tsx';
import { Refusal } from '../../parts/answered.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Nothing } from '../../parts/panel.tsx';
import { useNarrow } from '../../parts/narrow.ts';
import { useWindowOfRows } from '../../parts/window-of-rows.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { LogStream } from './log-stream.ts';

/** The same as in styles/lists.css. */
const LINE_HEIGHT = 26;
const NARROW_LINE_HEIGHT = 46;

/** Follows the end as long as the reader is there; scrolling up holds still. */
export function LogLines({ stream }: { readonly stream: LogStream }): ReactNode {
  const words = useWords();
  const { lines, error, isLoading, isLive } = stream;
  const height = useNarrow() ? NARROW_LINE_HEIGHT : LINE_HEIGHT;
  const { scroller, onScroll, first, last } = useWindowOfRows(lines.length, height);
  const [isFollowing, setFollowing] = useState(true);
  const [opened, setOpened] = useState<LogLine | null>(null);
  useEffect(() => {
    if (isFollowing) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [isFollowing, lines, scroller]);
  if (error !== null) return <Refusal error={error} />;
  return (
    <>
      <div className="list-head">
        <p className={isLive ? 'live-mark live' : 'live-mark'} role="status">
          <span aria-hidden="true" />
          {isLive ? words.logs.live : words.logs.notLive}
        </p>
        <button type="button" aria-pressed={isFollowing} onClick={() => setFollowing(!isFollowing)}>
          <Sign of="down" />
          {words.logs.follow}
        </button>
      </div>
      {isLoading && (
        <p className="loading" role="status">
          {words.loading}
        </p>
      )}
      {!isLoading && lines.length === 0 && <Nothing>{words.logs.none}</Nothing>}
      <div
        className="log"
        ref={scroller}
        role="log"
        aria-label={words.pageNames.logs}
        tabIndex={0}
        onScroll={(event) => {
          onScroll();
          const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < height * 2);
        }}
      >
        <div style={{ height: first * height }} />
        {lines.slice(first, last).map((line, index) => (
          <Line key={`${line.at} ${first + index}`} line={line} open={() => setOpened(line)} />
        ))}
        <div style={{ height: (lines.length - last) * height }} />
      </div>
      {opened !== null && <LineDialog line={opened} close={() => setOpened(null)} />}
    </>
  );
}

function Line({ line, open }: { readonly line: LogLine; readonly open: () => void }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <div className={`log-line level-${line.level}`}>
      <time dateTime={line.at}>{format.seconds(line.at)}</time>
      <span className="log-level" title={words.logs.levels[line.level]}>
        <Sign of={line.level} />
        <span className="unseen">{words.logs.levels[line.level]}</span>
      </span>
      <button type="button" className="log-event" onClick={open}>
        {line.event}
      </button>
      <span className="log-fields">{fieldsText(line)}</span>
    </div>
  );
}

function fieldsText(line: LogLine): string {
  return Object.entries(line.fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ');
}

function LineDialog({ line, close }: { readonly line: LogLine; readonly close: () => void }): ReactNode {
  const format = useFormat();
  return (
    <Dialog title={line.event} onClose={close}>
      <dl className="facts one">
        <div>
          <dt>at</dt>
          <dd>
            {format.seconds(line.at)} <span className="quiet">{line.at}</span>
          </dd>
        </div>
        {Object.entries(line.fields).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <pre className="value">{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
