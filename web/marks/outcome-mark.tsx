import type { ReactNode } from 'react';
import type { BatchView } from '../../src/monitoring/status-shape.ts';
import type { TaskView } from '../../src/monitoring/task-shape.ts';
import { batchStatusWord } from '../../src/wording/states.ts';
import { useLanguage } from '../words/language.tsx';
import { OutcomeIcon } from './icons.tsx';
import { outcomeOf, outcomeWord, standingWord } from './outcome.ts';
import type { Outcome, Verdict } from './outcome.ts';

/** Shape, colour and word of how a task stands; the tooltip has the whole of it. */
export function TaskMark({ task }: { readonly task: Pick<TaskView, 'status' | 'verdict' | 'truncated'> }): ReactNode {
  const language = useLanguage();
  const outcome = outcomeOf(task);
  return (
    <span className="mark" title={standingWord(task, language)}>
      <OutcomeIcon outcome={outcome} />
      <span className="mark-word">{outcomeWord(outcome, language)}</span>
    </span>
  );
}

export function VerdictMark({ verdict }: { readonly verdict: Verdict | null }): ReactNode {
  const language = useLanguage();
  const outcome: Outcome = verdict ?? 'unexplained';
  return (
    <span className="mark">
      <OutcomeIcon outcome={outcome} />
      <span className="mark-word">{outcomeWord(outcome, language)}</span>
    </span>
  );
}

const OF_BATCH: Readonly<Record<BatchView['status'], Outcome>> = {
  running: 'running',
  completed: 'ok',
  failed: 'invalid',
  cancelled: 'cancelled',
};

export function BatchMark({ status }: { readonly status: BatchView['status'] }): ReactNode {
  const language = useLanguage();
  return (
    <span className={`chip chip-${status}`}>
      <OutcomeIcon outcome={OF_BATCH[status]} />
      {batchStatusWord(status, language)}
    </span>
  );
}
