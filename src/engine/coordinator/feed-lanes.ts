/** Steps 3 and 9 of the flow: hands each lane's next task to the queue until every task of the batch is settled. */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { phaseOf } from '../../core/codes.ts';
import type { Task } from '../../core/task.ts';
import type { Queue } from '../../queue/contract.ts';
import type { LaneState, Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { outlast } from '../platform-trouble.ts';
import type { SiteRun } from '../site-run.ts';
import { chooseLane } from './choose-lane.ts';
import type { LaneChoice } from './choose-lane.ts';
import { followClock } from './follow-clock.ts';
import { giveUpWhatCannotEnd } from './give-up.ts';

export interface FeedDeps {
  readonly store: Pick<Store, 'batches' | 'tasks'>;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
  readonly siteRun: (scraper: string) => SiteRun;
  /** Tasks that may run at once now; 0 = nothing starts (no room on the disk, say). */
  readonly slots: () => number;
  /** Why a scraper's portal is beyond hope in this batch; null = it is not. */
  readonly hopeless: (scraper: string) => string | null;
  /** True = its portal is to be left alone for a while (D15). */
  readonly isParked: (scraper: string) => boolean;
  /** Ends the runs of these tasks; resolves when they have been let go of. */
  readonly revoke: (matches: (task: Task) => boolean) => Promise<void>;
  readonly phaseBarrier: 'site' | 'batch';
  /** Plans the detail tasks of a main scraper that is over; returns how many there are. */
  readonly planDetails: (batch: Batch, scraper: string) => Promise<number>;
}

/**
 * An offer that left the queue and was not taken up after so long is made again: a lost message is harmless (D6). It is
 * longer than whoever took it may need to start a worker first: an offer made twice would give other lanes turns of their own.
 */
const OFFER_STALE_MS = 120_000;
/** Looks at the store at least so often, whatever wakes it: retries become due, deadlines pass. */
const LONGEST_WAIT_MS = 5000;

/** What one feeding of a batch remembers between its looks at the store. */
interface Feeding {
  readonly offers: Map<number, { readonly scraper: string; readonly at: number }>;
  readonly turns: Map<string, number>;
  readonly planned: Set<string>;
  turn: number;
}

export async function feedLanes(deps: FeedDeps, batch: Batch, stop: AbortSignal): Promise<'settled' | 'stopped'> {
  const feeding: Feeding = { offers: new Map(), turns: new Map(), planned: new Set(), turn: 0 };
  const follow = followClock(deps, batch);
  for (;;) {
    const settled = await outlast(
      deps,
      'feeding_postponed',
      { batch: batch.id },
      async () => feedOnce(deps, await follow(), feeding, stop),
      stop,
    );
    if (settled === null) return 'stopped';
    if (settled) return 'settled';
  }
}

/** One look: plans what is due, hands out what may start, and waits until something changes. True = all is settled. */
async function feedOnce(deps: FeedDeps, batch: Batch, feeding: Feeding, stop: AbortSignal): Promise<boolean> {
  const now = deps.clock.now();
  // Before the look at the store: a task that came back since may be the next one again.
  for (const task of deps.queue.takeLeased()) feeding.offers.delete(task);
  const lanes = await deps.store.tasks.lanes(batch.id, now);
  if (await giveUpWhatCannotEnd(deps, batch, lanes, now)) return false;
  if (await planDueDetails(deps, batch, lanes, feeding.planned)) return false;
  if (lanes.every(isOver)) return true;
  offerNext(deps, batch, lanes, feeding);
  await deps.queue.wait(waitFor(lanes, now), stop);
  return false;
}

function offerNext(deps: FeedDeps, batch: Batch, lanes: readonly LaneState[], feeding: Feeding): void {
  const { offers, turns } = feeding;
  forgetTakenOffers(offers, lanes, deps.queue.depth > 0, deps.clock.monotonic());
  let free = deps.slots() - offers.size - lanes.reduce((sum, lane) => sum + lane.running, 0);
  const choices = lanes.map((lane) => {
    const rests = lane.paused || deps.isParked(lane.scraper);
    return choiceOf(rests ? { ...lane, next: null } : lane, deps.siteRun(lane.scraper), offers, turns);
  });
  for (; free > 0; free -= 1) {
    const chosen = chooseLane(choices);
    if (chosen?.next == null) break;
    feeding.turn += 1;
    turns.set(chosen.scraper, feeding.turn);
    offers.set(chosen.next, { scraper: chosen.scraper, at: deps.clock.monotonic() });
    deps.queue.offer({ batch: batch.id, task: chosen.next, scraper: chosen.scraper });
    choices[choices.indexOf(chosen)] = { ...chosen, next: null, inFlight: chosen.inFlight + 1, lastTurn: feeding.turn };
  }
}

function isOver(lane: LaneState): boolean {
  return lane.pending + lane.running + lane.retrying === 0;
}

function choiceOf(
  lane: LaneState,
  site: SiteRun,
  offers: ReadonlyMap<number, { readonly scraper: string }>,
  turns: ReadonlyMap<string, number>,
): LaneChoice {
  const offered = [...offers.values()].filter((offer) => offer.scraper === lane.scraper).length;
  return {
    scraper: lane.scraper,
    site: lane.site,
    // A lane's tasks start in order: while an offer is out, its next one is not known yet.
    next: offered > 0 ? null : lane.next,
    inFlight: lane.running + offered,
    width: site.lanes,
    priority: site.priority,
    alwaysOn: site.alwaysOn,
    lastTurn: turns.get(lane.scraper) ?? 0,
  };
}

/** An offer whose lease nobody told is over when its lane shows another task as next. None is lost while it waits in the queue. */
function forgetTakenOffers(
  offers: Feeding['offers'],
  lanes: readonly LaneState[],
  waitsInQueue: boolean,
  now: number,
): void {
  const waiting = new Set(lanes.map((lane) => lane.next));
  for (const [task, offer] of offers) {
    if (waiting.has(task) && waitsInQueue) offers.set(task, { ...offer, at: now });
    else if (!waiting.has(task) || now - offer.at > OFFER_STALE_MS) offers.delete(task);
  }
}

function waitFor(lanes: readonly LaneState[], now: number): number {
  const due = lanes.map((lane) => (lane.nextRetryAt === null ? LONGEST_WAIT_MS : lane.nextRetryAt - now));
  return Math.max(10, Math.min(LONGEST_WAIT_MS, ...due));
}

/** Plans the details of each site whose main tasks are over (barrier `site`), or of all once every main task is (`batch`). */
async function planDueDetails(
  deps: FeedDeps,
  batch: Batch,
  lanes: readonly LaneState[],
  planned: Set<string>,
): Promise<boolean> {
  const mains = lanes.filter((lane) => phaseOf(lane.scraper) === 'main');
  if (deps.phaseBarrier === 'batch' && !mains.every(isOver)) return false;
  let grew = false;
  for (const lane of mains) {
    if (planned.has(lane.scraper) || !isOver(lane) || !deps.siteRun(lane.scraper).hasDetail) continue;
    const tasks = await deps.planDetails(batch, lane.scraper);
    planned.add(lane.scraper);
    deps.log.info('details_planned', { batch: batch.id, scraper: lane.scraper, tasks });
    grew ||= tasks > 0;
  }
  return grew;
}
