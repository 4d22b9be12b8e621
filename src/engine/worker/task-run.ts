import type { Clock, Random } from '../../core/clock.ts';
import type { Done } from '../../core/outcome.ts';
import type { PageResult } from '../../core/page.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { Site } from '../../extraction/contract.ts';
import type { Fetcher, Renderer } from '../../fetching/contract.ts';
import type { KeepPages, StagedPage } from '../../vault/contract.ts';
import type { ProgramSettings, Run } from '../protocol.ts';

/** What a site's own program is told, and held to. */
export interface ProgramContext extends ProgramSettings {
  readonly permits: PermitSource;
  /** A folder that may be written to. */
  readonly staging: string;
  readonly userAgent: string;
  readonly rehearsalOrigin: string | null;
  /** Tells the agent that there is progress, between two pages. */
  readonly progress: () => void;
}

/** Where fetched pages go that are kept. */
export interface PageStage {
  readonly keep: KeepPages;
  /** A folder that may be written to. */
  readonly staging: string;
  /** Tells the agent of a page that lies there. */
  readonly hand: (page: StagedPage) => void;
  readonly failed: (reason: string) => void;
}

/** What a run works with: the task, its compiled site, the network, and the way its pages take. */
export interface TaskRun {
  readonly run: Run;
  readonly site: Site;
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxFieldLength: number;
  /** What a site's own program needs; absent where none may be started. */
  readonly programs?: ProgramContext;
  /** Absent where no browser may be started. */
  readonly renderer?: Renderer;
  /** Absent where no page is kept. */
  readonly vault?: PageStage;
  /**
   * Sends a page and waits until it is stored; `goOn` false = leave now, for the reason. With an outcome it is the last
   * page of the run, both travel together, and there is nothing to wait for.
   */
  readonly storePage: (
    page: PageResult,
    outcome?: Done,
  ) => Promise<{ readonly goOn: boolean; readonly reason: string }>;
  /** The agent asked us to leave. */
  readonly draining: () => boolean;
  readonly signal: AbortSignal;
}
