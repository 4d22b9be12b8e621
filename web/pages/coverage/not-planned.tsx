import type { ReactNode } from 'react';
import type { Coverage } from '../../../src/monitoring/task-shape.ts';
import { Panel, Scroller } from '../../parts/panel.tsx';
import { faultKindWord } from '../../../src/wording/fault-kinds.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

/** Catalogue rows that became no task: they are explained too, not forgotten. */
export function NotPlanned({ rows }: { readonly rows: Coverage['notPlanned'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  if (rows.length === 0) return null;
  return (
    <Panel title={words.coverage.notPlanned} note={format.count(rows.length)}>
      <Scroller label={words.coverage.notPlanned}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{words.place}</th>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.reason}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.place} ${row.kind} ${row.message}`}>
                <td className="code wraps slim">{row.place}</td>
                <td>{faultKindWord(row.kind, language)}</td>
                <td className="wraps slim">{row.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Panel>
  );
}
