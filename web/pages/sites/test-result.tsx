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
                {field.alternatives.map(({ source, used }) => `${source} ×${used}`).join(', ')}
              </td>
              <td className="wraps slim">{field.failed ?? field.example ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
