import type { Rehearsal } from './pages.ts';
import type { TrafficLog } from './traffic.ts';

/** What the server holds: the market changes with its epoch, the rest stays. */
export interface Practice {
  rehearsal: Rehearsal;
  readonly urls: string;
  readonly traffic: TrafficLog;
  setEpoch(epoch: number): void;
}
