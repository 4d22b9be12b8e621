import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { useMay } from '../../data/session.ts';
import { useAct } from '../../parts/acting.ts';
import { PauseButton } from '../../parts/action-buttons.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

/** What a person may do to the batch and its schedule; viewers see when the next one comes. */
export function NowActions({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const may = useMay('operator');
  return (
    <div className="now-actions">
      <p className="quiet">
        {status.schedulePaused
          ? words.now.schedulePaused
          : status.nextBatchAt === null
            ? words.now.noNext
            : words.now.nextBatch(format.instant(status.nextBatchAt))}
      </p>
      {may && (
        <div className="buttons">
          <RunOrCancel status={status} />
          <PauseOrResume isPaused={status.schedulePaused} />
        </div>
      )}
    </div>
  );
}

function RunOrCancel({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const act = useAct();
  const batch = status.batch;
  if (batch?.status === 'running')
    return (
      <button
        type="button"
        className="danger"
        onClick={() =>
          void act(
            { action: 'cancel' },
            {
              title: words.now.cancelTitle(batch.id),
              body: words.now.cancelBody,
              verb: words.now.cancelVerb,
              destroys: true,
            },
          )
        }
      >
        {words.now.cancel}
      </button>
    );
  return (
    <button
      type="button"
      className="primary"
      onClick={() =>
        void act({ action: 'run-now' }, { title: words.now.runTitle, body: words.now.runBody, verb: words.now.runVerb })
      }
    >
      {words.now.run}
    </button>
  );
}

function PauseOrResume({ isPaused }: { readonly isPaused: boolean }): ReactNode {
  const { pauseTitle, pauseBody, pauseSchedule, resumeSchedule } = useWords().now;
  return (
    <PauseButton
      isPaused={isPaused}
      title={pauseTitle}
      body={pauseBody}
      pause={pauseSchedule}
      resume={resumeSchedule}
    />
  );
}
