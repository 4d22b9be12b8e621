/** How a task stands, in one of sixteen ways: what the reader needs to tell apart at a glance. */
import { statusWord, truncationWord, verdictWord } from '../../src/wording/states.ts';
import type { TaskView } from '../../src/monitoring/task-shape.ts';

type Status = TaskView['status'];
export type Verdict = NonNullable<TaskView['verdict']>;

export const VERDICT_LIST = Object.keys({
  ok: 1,
  empty: 1,
  blocked: 1,
  layout_changed: 1,
  network: 1,
  forbidden: 1,
  gone: 1,
  invalid: 1,
  timeout: 1,
  resources: 1,
} satisfies Record<Verdict, 1>) as readonly Verdict[];

export const STATUS_LIST = Object.keys({
  completed: 1,
  running: 1,
  retrying: 1,
  pending: 1,
  failed: 1,
  permanently_failed: 1,
  cancelled: 1,
} satisfies Record<Status, 1>) as readonly Status[];

export type Outcome = Verdict | 'cut' | 'pending' | 'running' | 'retrying' | 'cancelled' | 'unexplained';

interface Standing {
  readonly status: Status;
  readonly verdict: Verdict | null;
  readonly truncated?: boolean | 'robots' | 'cap' | null;
}

/** A settled task whose verdict is not known, or contradicts its status, is `unexplained`: somebody must look. */
export function outcomeOf({ status, verdict, truncated }: Standing): Outcome {
  if (status === 'pending' || status === 'running' || status === 'retrying' || status === 'cancelled') return status;
  if (status === 'completed') {
    if (verdict === 'empty') return 'empty';
    if (verdict !== 'ok') return 'unexplained';
    return truncated === null || truncated === undefined || truncated === false ? 'ok' : 'cut';
  }
  return verdict === null || verdict === 'ok' || verdict === 'empty' ? 'unexplained' : verdict;
}

export const isOpen = (outcome: Outcome): outcome is 'pending' | 'running' | 'retrying' =>
  outcome === 'pending' || outcome === 'running' || outcome === 'retrying';

/** The two ways that have no word of their own elsewhere. */
const OWN = {
  cut: { en: 'cut short', es: 'cortada' },
  unexplained: { en: 'not explained', es: 'sin explicación' },
} as const;

export function outcomeWord(outcome: Outcome, language: 'en' | 'es'): string {
  if (outcome === 'cut' || outcome === 'unexplained') return OWN[outcome][language];
  if (isOpen(outcome) || outcome === 'cancelled') return statusWord(outcome, language);
  return verdictWord(outcome, language);
}

/** The whole of it, for a tooltip and for a screen reader: `given up · blocked`. */
export function standingWord({ status, verdict, truncated }: Standing, language: 'en' | 'es'): string {
  const words = [statusWord(status, language)];
  if (verdict !== null) words.push(verdictWord(verdict, language));
  if (truncated === 'robots' || truncated === 'cap') words.push(truncationWord(truncated, language));
  else if (truncated === true) words.push(outcomeWord('cut', language));
  return words.join(' · ');
}
