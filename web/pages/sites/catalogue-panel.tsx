import type { ReactNode } from 'react';
import type { CatalogueView } from '../../../src/monitoring/house-shape.ts';
import { useCatalogue } from '../../data/queries.ts';
import { Sign } from '../../marks/icons.tsx';
import { Answered } from '../../parts/answered.tsx';
import { Nothing, Panel, Scroller } from '../../parts/panel.tsx';
import { Prose } from '../../parts/prose.tsx';
import { faultKindWord } from '../../../src/wording/fault-kinds.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';

/** The URL lists as they are read, and every fault found in them. */
export function CataloguePanel(): ReactNode {
  const words = useWords();
  return (
    <Panel title={words.catalogue.title} className="catalogue">
      <Answered to={useCatalogue()}>{(catalogue) => <Catalogue catalogue={catalogue} />}</Answered>
    </Panel>
  );
}

function Catalogue({ catalogue }: { readonly catalogue: CatalogueView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <>
      <p className="lead">{words.catalogue.lead(format.count(catalogue.rows), format.count(catalogue.targets))}</p>
      <ul className="legend">
        {catalogue.files.map((file) => (
          <li key={file.file}>
            <span className="code">{file.file}</span>
            <span className="quiet">{words.catalogue.file(format.count(file.rows), format.count(file.targets))}</span>
          </li>
        ))}
      </ul>
      {catalogue.faults.length === 0 ? (
        <Nothing>{words.catalogue.noFaults}</Nothing>
      ) : (
        <Faults faults={catalogue.faults} />
      )}
    </>
  );
}

function Faults({ faults }: { readonly faults: CatalogueView['faults'] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  return (
    <Scroller label={words.catalogue.faults}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{words.kind}</th>
            <th scope="col" className="number">
              {words.rows}
            </th>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.reason}</th>
            <th scope="col">{words.whatToDo}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={`${fault.kind} ${fault.place} ${fault.message}`}>
              <td>
                <span className="mark">
                  <Sign of={fault.fatal ? 'error' : 'info'} />
                  {faultKindWord(fault.kind, language)}
                </span>
                {fault.fatal && <span className="unseen">{words.catalogue.fatal}</span>}
              </td>
              <td className="number">{format.count(fault.rows)}</td>
              <td className="code wraps slim">{fault.place}</td>
              <td className="wraps slim">
                <Prose text={fault.message} />
              </td>
              <td className="wraps slim">
                <Prose text={fault.cure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
