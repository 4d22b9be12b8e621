import type { ReactNode } from 'react';
import type { BatchView, Status } from '../../../src/monitoring/status-shape.ts';
import { STATUS_LIST, outcomeOf } from '../../marks/outcome.ts';
import { OutcomeIcon } from '../../marks/icons.tsx';
import { BatchMark } from '../../marks/outcome-mark.tsx';
import { ProgressBar } from '../../parts/figures.tsx';
import { hrefOf } from '../../routing/address.ts';
import { useFormat, useWords } from '../../words/language.tsx';

interface BatchHeadProps {
  readonly batch: BatchView;
  readonly status: Status;
}

/** The one line to read at night: which batch, how far, until when. */
export function BatchHead({ batch, status }: BatchHeadProps): ReactNode {
  const words = useWords();
  const format = useFormat();
  const settled = settledOf(batch);
  const share = batch.tasks === 0 ? 0 : settled / batch.tasks;
  const said = words.now.settledOf(format.count(settled), format.count(batch.tasks));
  return (
    <div className="batch-head">
      <p className="batch-name">
        <strong>{batch.id}</strong>
        <BatchMark status={batch.status} />
        {batch.rehearsal && <span className="chip chip-rehearsal">{words.now.rehearsal}</span>}
      </p>
      <div className="batch-progress">
        <p className="batch-share">
          <strong>{format.share(share)}</strong>
          <span>{said}</span>
        </p>
        <ProgressBar byStatus={batch.byStatus} label={`${format.share(share)}: ${said}`} />
        <StatusCounts batch={batch} />
      </div>
      <dl className="figures">
        <Figure
          name={batch.completedAt === null ? words.now.eta : words.finished}
          value={etaText(batch, status, words.now.inTime, format)}
        />
        <Figure name={words.now.elapsed} value={format.duration(batch.durationMs)} />
        <Figure name={words.rows} value={format.count(batch.rows)} />
        <Figure name={words.pages} value={format.count(batch.pages)} />
        <Figure name={words.now.rejected} value={format.count(batch.rejectedRows)} />
        <Figure name={words.now.deadline} value={format.time(batch.deadlineAt)} />
      </dl>
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Each count leads to its tasks. */
function StatusCounts({ batch }: { readonly batch: BatchView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  return (
    <ul className="counts">
      {STATUS_LIST.filter((one) => (batch.byStatus[one] ?? 0) > 0).map((one) => (
        <li key={one}>
          <a href={hrefOf(['tasks'], { batch: batch.id, status: one })}>
            <OutcomeIcon outcome={one === 'completed' ? 'ok' : outcomeOf({ status: one, verdict: 'invalid' })} />
            <b>{format.count(batch.byStatus[one] ?? 0)}</b> {words.now.counted[one]}
          </a>
        </li>
      ))}
    </ul>
  );
}

function settledOf(batch: BatchView): number {
  const { completed, failed, permanently_failed: givenUp, cancelled } = batch.byStatus;
  return completed + failed + givenUp + cancelled;
}

const MINUTE = 60_000;

function etaText(
  batch: BatchView,
  status: Status,
  inTime: (duration: string, at: string) => string,
  format: ReturnType<typeof useFormat>,
): string {
  if (batch.completedAt !== null) return format.time(batch.completedAt);
  if (batch.etaAt === null) return '–';
  const left = Math.max(0, Date.parse(batch.etaAt) - Date.parse(status.at));
  // To the second it would only seem exact.
  const told = left > 2 * MINUTE ? Math.round(left / MINUTE) * MINUTE : left;
  return inTime(format.duration(told), format.time(batch.etaAt));
}
