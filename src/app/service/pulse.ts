/** Proves again and again that this process is well: its loop runs this, and the store answers. Only then systemd is told. */
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service } from '../../upkeep/service.ts';
import type { SystemNotifier } from './sd-notify.ts';

export interface Pulse extends Service {
  readonly everyMs: number;
}

export interface PulseDeps {
  readonly store: Pick<Store, 'batches'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly system: SystemNotifier;
  readonly onLost: (reason: string) => void;
}

/** Without a watchdog the store is still asked. */
const USUAL_MS = 15_000;
/** A store that refuses so often in a row, each time a plain read, is gone: only a new process opens it again. */
const MOST_REFUSALS = 6;

export function createPulse({ store, clock, log, system, onLost }: PulseDeps): Pulse {
  // Twice in the time allowed: one late ping is no death.
  const everyMs = system.watchdogMs === null ? USUAL_MS : Math.min(USUAL_MS, system.watchdogMs / 2);
  let refusals = 0;
  return {
    name: 'pulse',
    everyMs,
    runOnce: async () => {
      const asked = clock.monotonic();
      try {
        await store.batches.openBatch();
        refusals = 0;
      } catch (error) {
        refusals += 1;
        log.error('store_does_not_answer', { times: refusals, error: messageOf(error) });
        if (refusals === MOST_REFUSALS) onLost(`the store refused ${refusals} times in a row: ${messageOf(error)}`);
        return { refusals };
      }
      await system.ping();
      return { storeMs: Math.round(clock.monotonic() - asked) };
    },
  };
}
