/** Buttons that ask the service for something, after a question where one is due. */
import type { ReactNode } from 'react';
import type { Action } from '../../src/monitoring/action-shape.ts';
import { useMay } from '../data/session.ts';
import { Sign } from '../marks/icons.tsx';
import { useAct } from './acting.ts';

interface ActionButtonProps {
  readonly action: Action;
  readonly title: string;
  readonly body: string;
  readonly verb: string;
}

/** For operators; viewers do not see it. */
export function ActionButton({ action, title, body, verb }: ActionButtonProps): ReactNode {
  const act = useAct();
  const may = useMay('operator');
  if (!may) return null;
  return (
    <button type="button" onClick={() => void act(action, { title, body, verb })}>
      {verb}
    </button>
  );
}

interface PauseButtonProps {
  /** Absent: the schedule of batches. */
  readonly site?: string;
  readonly isPaused: boolean;
  readonly title: string;
  readonly body: string;
  readonly pause: string;
  readonly resume: string;
}

/** A pause is asked about and can be undone; resuming is done at once. */
export function PauseButton({ site, isPaused, title, body, pause, resume }: PauseButtonProps): ReactNode {
  const act = useAct();
  const of = site === undefined ? {} : { site };
  const back = { action: 'resume', ...of } as const;
  if (isPaused)
    return (
      <button type="button" onClick={() => void act(back, null)}>
        <Sign of="play" />
        {resume}
      </button>
    );
  return (
    <button
      type="button"
      onClick={() => void act({ action: 'pause', ...of }, { title, body, verb: pause, undo: back })}
    >
      <Sign of="pause" />
      {pause}
    </button>
  );
}
