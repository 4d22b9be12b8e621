/** What the portals saw of their visitor, a host: by it tests prove politeness. */
export interface HostTraffic {
  readonly requests: number;
  /** Requests answered with each status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Shortest time between the starts of two requests, in ms; null before the second. */
  readonly minGapMs: number | null;
  /** Most requests under way at once. */
  readonly maxInFlight: number;
  /** Starts in ms since the server started, the newest 5,000. */
  readonly starts: readonly number[];
  readonly userAgents: readonly string[];
}

export type Traffic = Readonly<Record<string, HostTraffic>>;

interface Counts {
  requests: number;
  statuses: Record<string, number>;
  minGapMs: number | null;
  inFlight: number;
  maxInFlight: number;
  starts: number[];
  userAgents: Set<string>;
}

const KEPT_STARTS = 5000;
const KEPT_AGENTS = 50;

export interface TrafficLog {
  /** Call at a request's start; the returned function at its end, with the status (0 = cut off); later calls count no more. */
  begin(host: string, userAgent: string): (status: number) => void;
  read(): Traffic;
  clear(): void;
}

export function createTrafficLog(monotonic: () => number): TrafficLog {
  const hosts = new Map<string, Counts>();
  const origin = monotonic();
  const countsOf = (host: string): Counts => {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    const fresh: Counts = {
      requests: 0,
      statuses: {},
      minGapMs: null,
      inFlight: 0,
      maxInFlight: 0,
      starts: [],
      userAgents: new Set(),
    };
    hosts.set(host, fresh);
    return fresh;
  };
  return {
    begin: (host, userAgent) => {
      const counts = countsOf(host);
      const now = monotonic() - origin;
      const last = counts.starts.at(-1);
      if (last !== undefined) counts.minGapMs = Math.min(counts.minGapMs ?? Number.POSITIVE_INFINITY, now - last);
      counts.requests += 1;
      counts.starts.push(now);
      if (counts.starts.length > KEPT_STARTS) counts.starts.shift();
      if (counts.userAgents.size < KEPT_AGENTS) counts.userAgents.add(userAgent);
      counts.inFlight += 1;
      counts.maxInFlight = Math.max(counts.maxInFlight, counts.inFlight);
      let open = true;
      return (status) => {
        if (!open) return;
        open = false;
        counts.inFlight -= 1;
        counts.statuses[status] = (counts.statuses[status] ?? 0) + 1;
      };
    },
    read: () =>
      Object.fromEntries(
        [...hosts].map(([host, { requests, statuses, minGapMs, maxInFlight, starts, userAgents }]) => [
          host,
          {
            requests,
            statuses: { ...statuses },
            minGapMs,
            maxInFlight,
            starts: [...starts],
            userAgents: [...userAgents],
          },
        ]),
      ),
    clear: () => hosts.clear(),
  };
}
