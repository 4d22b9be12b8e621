/** Who may do what (tokens), and who did what (audit). */
import type { ReactNode } from 'react';
import type { AuditView } from '../../../src/monitoring/house-shape.ts';
import { useAudit, useTokens } from '../../data/queries.ts';
import { useMay } from '../../data/session.ts';
import { Answered } from '../../parts/answered.tsx';
import { Command } from '../../parts/command.tsx';
import { Nothing, Panel, Scroller } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { NewToken } from './new-token.tsx';
import { TokenTable } from './token-table.tsx';

export function AccessPage(): ReactNode {
  const words = useWords();
  const mayTokens = useMay('admin');
  const mayAudit = useMay('operator');
  const tokens = useTokens(mayTokens);
  const audit = useAudit(mayAudit);
  return (
    <>
      <PageHead title={words.pageNames.access} />
      <Panel title={words.access.tokens}>
        {mayTokens ? (
          <>
            <NewToken />
            <Answered to={tokens}>{(answer) => <TokenTable tokens={answer} />}</Answered>
          </>
        ) : (
          <>
            <Nothing>{words.access.onlyAdmins}</Nothing>
            <Command text="scraping-monitor token create NAME --role admin" />
          </>
        )}
      </Panel>
      <Panel title={words.access.audit}>
        {mayAudit ? (
          <Answered to={audit}>{(answer) => <Audit entries={answer.items} />}</Answered>
        ) : (
          <Nothing>{words.access.onlyOperators}</Nothing>
        )}
      </Panel>
    </>
  );
}

function Audit({ entries }: { readonly entries: readonly AuditView[] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (entries.length === 0) return <Nothing>{words.access.noAudit}</Nothing>;
  return (
    <Scroller label={words.access.audit}>
      <table className="plain-table tall">
        <caption className="unseen">{words.access.audit}</caption>
        <thead>
          <tr>
            <th scope="col">{words.access.when}</th>
            <th scope="col">{words.access.who}</th>
            <th scope="col">{words.access.what}</th>
            <th scope="col">{words.access.outcome}</th>
            <th scope="col">{words.access.details}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={`${entry.at} ${index}`}>
              <td>{format.seconds(entry.at)}</td>
              <td>{entry.actor}</td>
              <td>{entry.action}</td>
              <td>{entry.outcome === 'done' ? words.access.done : entry.outcome}</td>
              <td className="code wraps">{detailsOf(entry.details)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** As the logs tell them; of most actions there is nothing more to tell. */
function detailsOf(details: unknown): string {
  if (details == null) return '';
  if (typeof details !== 'object' || Array.isArray(details)) return JSON.stringify(details);
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== false)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ');
}
