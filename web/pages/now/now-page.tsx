/** What happens now: how far the batch is, what each lane does, what went wrong, how the machine is. */
import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { useStatus } from '../../data/queries.ts';
import { Answered } from '../../parts/answered.tsx';
import { Nothing } from '../../parts/panel.tsx';
import { useWords } from '../../words/language.tsx';
import { BatchHead } from './batch-head.tsx';
import { Failures } from './failures.tsx';
import { Lanes } from './lanes.tsx';
import { NowActions } from './now-actions.tsx';
import { Pace } from './pace.tsx';
import { System } from './system.tsx';
import { Troubles } from './troubles.tsx';

export function NowPage(): ReactNode {
  const words = useWords();
  return (
    <>
      <h1 className="unseen">{words.pageNames.now}</h1>
      <Answered to={useStatus()}>{(status) => <NowView status={status} />}</Answered>
    </>
  );
}

function NowView({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  return (
    <div className="now">
      <Troubles status={status} />
      <div className="now-head">
        {status.batch === null ? (
          <Nothing>{words.now.noBatch}</Nothing>
        ) : (
          <BatchHead batch={status.batch} status={status} />
        )}
        <NowActions status={status} />
      </div>
      <div className="now-columns">
        <div>
          <Lanes status={status} />
          <Failures status={status} />
        </div>
        <div className="now-side">
          <Pace status={status} />
          <System status={status} />
        </div>
      </div>
    </div>
  );
}
