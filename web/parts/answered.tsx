import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiFault } from '../data/request.ts';
import { Sign } from '../marks/icons.tsx';
import { Prose } from './prose.tsx';
import { useWords } from '../words/language.tsx';

type Question<Answer> = Pick<UseQueryResult<Answer>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;

interface AnsweredProps<Answer> {
  readonly to: Question<Answer>;
  readonly children: (answer: Answer) => ReactNode;
}

/** What the API answered; until then that it is asked; else why it refused, with what to do. An old answer stays in sight. */
export function Answered<Answer>({ to, children }: AnsweredProps<Answer>): ReactNode {
  const words = useWords();
  return (
    <>
      {to.error !== null && <Refusal error={to.error} again={() => void to.refetch()} />}
      {to.data !== undefined && (
        <div className={to.isPlaceholderData ? 'answered stale' : 'answered'}>{children(to.data)}</div>
      )}
      {to.data === undefined && to.error === null && (
        <p className="loading" role="status">
          {words.loading}
        </p>
      )}
    </>
  );
}

export function Refusal({ error, again }: { readonly error: Error; readonly again?: () => void }): ReactNode {
  const words = useWords();
  const fault = error instanceof ApiFault ? error : null;
  return (
    <div className="refusal" role="alert">
      <Sign of="error" />
      <div>
        <p className="refusal-what">{fault?.status === 0 ? words.unreachable : error.message}</p>
        {fault?.advice !== null && fault?.advice !== undefined && (
          <p>
            <Prose text={fault.advice} />
          </p>
        )}
        {fault?.code !== null && fault?.code !== undefined && <p className="quiet">{fault.code}</p>}
      </div>
      {again !== undefined && (
        <button type="button" onClick={again}>
          {words.tryAgain}
        </button>
      )}
    </div>
  );
}
