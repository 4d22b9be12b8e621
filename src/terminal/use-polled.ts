/** Asks again and again while a screen is shown; one question at a time, so that a slow answer never piles up. */
import { useEffect, useState } from 'react';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';

export interface Polled<Answer> {
  /** The newest answer to this very question; null = none yet. */
  readonly answer: Answer | null;
  /** Why there is no newer one; null = the newest question was answered. */
  readonly trouble: { readonly message: string; readonly since: number } | null;
}

/** `question` names what is asked: another one is asked at once, and the old answer is not shown for it. */
export function usePolled<Answer>(
  clock: Clock,
  everyMs: number,
  question: string,
  ask: () => Promise<Answer>,
): Polled<Answer> {
  const [state, setState] = useState<Polled<Answer> & { readonly question: string }>({
    question,
    answer: null,
    trouble: null,
  });
  useEffect(() => {
    const ended = new AbortController();
    const poll = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        try {
          const answer = await ask();
          if (!ended.signal.aborted) setState({ question, answer, trouble: null });
        } catch (error) {
          const message = messageOf(error);
          if (!ended.signal.aborted)
            setState((before) => ({
              question,
              answer: before.question === question ? before.answer : null,
              trouble: { message, since: before.trouble?.since ?? clock.now() },
            }));
        }
        await clock.sleep(everyMs, ended.signal).catch(() => undefined);
      }
    };
    void poll();
    return () => ended.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `question` stands for `ask`: that one is new at every render
  }, [clock, everyMs, question]);
  return state.question === question ? state : { answer: null, trouble: null };
}
