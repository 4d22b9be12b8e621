/** Whether the service can work now: what `/ready` says to whoever starts, stops and watches it. */
import type { Readiness } from '../../api/contract.ts';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { ServiceStage } from '../view/live-from-service.ts';
import type { EngineCondition } from '../run/start-engine.ts';

export interface ReadinessSources {
  readonly stage: ServiceStage;
  readonly store: Pick<Store, 'batches'>;
  readonly condition: EngineCondition;
  readonly clock: Clock;
}

/** A store that takes longer does not answer. */
const LONGEST_ANSWER_MS = 2000;

export async function readinessOf({ stage, store, condition, clock }: ReadinessSources): Promise<Readiness> {
  const checks = [
    { name: 'service', ok: stage === 'running' || stage === 'reloading' },
    { name: 'store', ok: await answers(store, clock) },
    { name: 'disk', ok: condition.lowDisk === null },
  ];
  return { ready: checks.every(({ ok }) => ok), checks };
}

async function answers({ batches }: ReadinessSources['store'], clock: Clock): Promise<boolean> {
  const inTime = new AbortController();
  const late = clock.sleep(LONGEST_ANSWER_MS, inTime.signal).then(() => false);
  try {
    // What it answers is of no interest here, nor why it does not: the pulse of the service logs that.
    return await Promise.race([batches.openBatch().then(() => true), late]);
  } catch {
    return false;
  } finally {
    inTime.abort();
  }
}
