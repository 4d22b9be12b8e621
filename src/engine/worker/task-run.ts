import type { Clock, Random } from '../../core/clock.ts';
import type { PageResult } from '../../core/page.ts';
import type { Site } from '../../extraction/contract.ts';
import type { Fetcher } from '../../fetching/contract.ts';
import type { Run } from '../protocol.ts';

/** What a run works with: the task, its compiled site, the network, and the way its pages take. */
export interface TaskRun {
  readonly run: Run;
  readonly site: Site;
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxFieldLength: number;
  /** Sends a page and waits until it is stored; `goOn` false = leave now, for the reason. */
  readonly storePage: (page: PageResult) => Promise<{ readonly goOn: boolean; readonly reason: string }>;
  /** The agent asked us to leave. */
  readonly draining: () => boolean;
  readonly signal: AbortSignal;
}
