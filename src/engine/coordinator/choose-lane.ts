/**
 * Which lane gets the next free slot (D23, SPEC §3): a pure rule.
 *
 * 1. A site marked `always_on` that has work and nothing in flight comes first: it keeps one slot.
 * 2. The other slots go round robin over the lanes of the remaining sites; priority orders first turns and ties.
 * 3. What is left over when no other lane can start goes to more tasks of the `always_on` sites.
 */
export interface LaneChoice {
  readonly scraper: string;
  readonly site: string;
  /** Task it would start; null when it has none to start now. */
  readonly next: number | null;
  /** Tasks of this lane that run or were handed out. */
  readonly inFlight: number;
  /** `lanes: n`: most tasks in flight. */
  readonly width: number;
  /** 1 is first. */
  readonly priority: number;
  readonly alwaysOn: boolean;
  /** Turn in which it was served last; 0 = never. */
  readonly lastTurn: number;
}

export function chooseLane(lanes: readonly LaneChoice[]): LaneChoice | null {
  const ready = lanes.filter((lane) => lane.next !== null && lane.inFlight < lane.width);
  const kept = ready.filter((lane) => lane.alwaysOn && siteInFlight(lanes, lane.site) === 0);
  const rotating = ready.filter((lane) => !lane.alwaysOn);
  return first(kept) ?? first(rotating) ?? first(ready);
}

function siteInFlight(lanes: readonly LaneChoice[], site: string): number {
  return lanes.filter((lane) => lane.site === site).reduce((sum, lane) => sum + lane.inFlight, 0);
}

function first(lanes: readonly LaneChoice[]): LaneChoice | null {
  return (
    [...lanes].sort((a, b) => a.lastTurn - b.lastTurn || a.priority - b.priority || compare(a.scraper, b.scraper))[0] ??
    null
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
