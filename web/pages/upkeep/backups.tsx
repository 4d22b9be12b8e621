import type { ReactNode } from 'react';
import type { BackupView } from '../../../src/monitoring/house-shape.ts';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { Nothing, Scroller } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** Only a backup that was read back counts: the mark says which. */
export function Backups({ backups }: { readonly backups: readonly BackupView[] }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (backups.length === 0) return <Nothing>{words.upkeep.noBackups}</Nothing>;
  return (
    <Scroller label={words.upkeep.backups}>
      <table className="plain-table tall">
        <caption className="unseen">{words.upkeep.backups}</caption>
        <thead>
          <tr>
            <th scope="col">{words.upkeep.made}</th>
            <th scope="col" className="number">
              {words.upkeep.size}
            </th>
            <th scope="col" className="number">
              {words.upkeep.batches}
            </th>
            <th scope="col">{words.upkeep.verified}</th>
            <th scope="col">{words.upkeep.name}</th>
          </tr>
        </thead>
        <tbody>
          {backups.map((backup) => (
            <tr key={backup.name}>
              <td>{format.time(backup.madeAt)}</td>
              <td className="number">{format.bytes(backup.bytes)}</td>
              <td className="number">{backup.batches === null ? '–' : format.count(backup.batches)}</td>
              <td>
                <Verified backup={backup} />
              </td>
              <td className="code">{backup.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Verified({ backup }: { readonly backup: BackupView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  if (backup.fault !== null)
    return (
      <span className="mark alarm">
        <OutcomeIcon outcome="invalid" />
        {backup.fault}
      </span>
    );
  if (backup.verifiedAt === null)
    return (
      <span className="mark">
        <OutcomeIcon outcome="pending" />
        {words.upkeep.notVerified}
      </span>
    );
  return (
    <span className="mark" title={backup.verifyMs === null ? undefined : format.duration(backup.verifyMs)}>
      <OutcomeIcon outcome="ok" />
      {format.time(backup.verifiedAt)}
    </span>
  );
}
