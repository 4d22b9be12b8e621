import { useState } from 'react';
import type { ReactNode } from 'react';
import { useProblemPage } from '../../data/queries.ts';
import { Answered } from '../../parts/answered.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useWords } from '../../words/language.tsx';

/** The portal's own page, as text and never as a page (T8): asked for only when somebody wants to read it. */
export function ProblemPage({ task }: { readonly task: string }): ReactNode {
  const words = useWords();
  const [isWanted, setWanted] = useState(false);
  const page = useProblemPage(task, isWanted);
  return (
    <Panel title={words.tasks.problemPage} note={words.tasks.problemNote}>
      {isWanted ? (
        <Answered to={page}>
          {(text) => (
            <pre className="source" tabIndex={0} aria-label={words.tasks.problemPage}>
              {text}
            </pre>
          )}
        </Answered>
      ) : (
        <button type="button" onClick={() => setWanted(true)}>
          {words.tasks.showProblem}
        </button>
      )}
    </Panel>
  );
}
