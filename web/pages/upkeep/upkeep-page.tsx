/** What the house does by itself: when batches and chores come next, what became of the last ones, and the backups. */
import type { ReactNode } from 'react';
import { useBackups, useSchedule } from '../../data/queries.ts';
import { ActionButton } from '../../parts/action-buttons.tsx';
import { Answered } from '../../parts/answered.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { Backups } from './backups.tsx';
import { Occurrences } from './occurrences.tsx';
import { PausedSites, Schedules } from './schedules.tsx';

export function UpkeepPage(): ReactNode {
  const words = useWords();
  const schedule = useSchedule();
  const backups = useBackups();
  return (
    <>
      <PageHead title={words.pageNames.upkeep} />
      <div className="halves">
        <Panel title={words.upkeep.schedule}>
          <Answered to={schedule}>
            {(answer) => (
              <>
                <PausedSites sites={answer.pausedSites} />
                <Schedules schedule={answer} />
              </>
            )}
          </Answered>
        </Panel>
        <Panel title={words.upkeep.backups} actions={<BackupNow />}>
          <Answered to={backups}>{(answer) => <Backups backups={answer} />}</Answered>
        </Panel>
      </div>
      <Panel title={words.upkeep.occurrences}>
        <Answered to={schedule}>{(answer) => <Occurrences schedule={answer} />}</Answered>
      </Panel>
    </>
  );
}

function BackupNow(): ReactNode {
  const { backupNow, backupTitle, backupBody } = useWords().upkeep;
  return <ActionButton action={{ action: 'backup' }} title={backupTitle} body={backupBody} verb={backupNow} />;
}
