import type { ReactNode } from 'react';
import type { SiteTestView } from '../../../src/monitoring/site-test-shape.ts';
import { VerdictMark } from '../../marks/outcome-mark.tsx';
import { Scroller } from '../../parts/panel.tsx';
import { WebLink } from '../../parts/web-link.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** What the definition got out of the page, field by field. */
export function TestResult({ result }: { readonly result: SiteTestView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <div className="test-result" role="status">
      <p>
        <VerdictMark verdict={result.verdict} /> {words.sites.testRows(format.count(result.rows.length))}
        {result.total !== null && ` · ${words.sites.testTotal(format.count(result.total))}`}
      </p>
      <p>
        <WebLink url={result.url} />
      </p>
      {result.error !== null && (
        <p className="refusal-what">
          {result.error.message} {result.error.code !== null && <span className="quiet">({result.error.code})</span>}
        </p>
      )}
      {result.fields.length > 0 && <Fields fields={result.fields} />}
    </div>
  );
}

function Fields({ fields }: { readonly fields: SiteTestView['fields'] }): ReactNode {
  const words = useWords();
  return (
    <Scroller label={words.sites.testFields}>
      <table className="plain-table">
        <caption className="unseen">{words.sites.testFields}</caption>
        <thead>
          <tr>
            <th scope="col">{words.sites.field}</th>
            <th scope="col" className="number">
              {words.sites.filled}
            </th>
            <th scope="col">{words.sites.source}</th>
            <th scope="col">{words.sites.example}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.field}>
              <th scope="row" className="code">
                {field.field}
              </th>
              <td className="number">
                {field.filled}/{field.rows}
              </td>
              <td className="code wraps slim">
                <Sources alternatives={field.alternatives} />
              </td>
              <td className="wraps slim">{field.failed ?? field.example ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** Where its values came from; of alternatives that gave none only how many there are, unless none gave any. */
function Sources({ alternatives }: Pick<SiteTestView['fields'][number], 'alternatives'>): ReactNode {
  const words = useWords();
  const used = alternatives.filter((one) => one.used > 0);
  const shown = used.length === 0 ? alternatives : used;
  const rest = alternatives.length - shown.length;
  return (
    <>
      {shown.map((one) => `${one.source} ×${one.used}`).join(', ')}
      {rest > 0 && <span className="quiet"> · {words.sites.unused(rest)}</span>}
    </>
  );
}
