import type { ReactNode } from 'react';
import { useLiveState } from '../../data/live.ts';
import { Sign } from '../../marks/icons.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** Says that what is on the screen is old, since when, and that it is being tried again. */
export function Connection(): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { state, heardAt } = useLiveState();
  if (state !== 'lost') return null;
  return (
    <div className="lost" role="alert">
      <Sign of="warn" />
      <p>
        <b>{words.shell.lost}</b>{' '}
        {heardAt === null
          ? words.shell.neverHeard
          : words.shell.lostSince(format.seconds(new Date(heardAt).toISOString()))}
      </p>
    </div>
  );
}
