import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { Prose } from '../../parts/prose.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';

export function Failures({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <Panel
      title={words.now.failures}
      actions={<a href={hrefOf(['causes'], { batch: status.batch?.id })}>{words.now.byCause}</a>}
    >
      {status.failures.length === 0 && <Nothing>{words.now.noFailures}</Nothing>}
      <ul className="failures">
        {status.failures.map((failure) => (
          <li key={failure.id}>
            <p>
              <a href={hrefOf(['tasks', failure.id])}>{failure.key}</a>
              <VerdictMark verdict={failure.verdict} />
              <time dateTime={failure.at}>{format.time(failure.at)}</time>
            </p>
            <p className="failure-text">
              <Prose text={failure.message ?? failure.code ?? words.noMessage} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
