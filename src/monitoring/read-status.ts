/** How things stand now: the open batch, else the newest; the service; the machine. */
import { nextDue } from '../core/schedule.ts';
import type { NowRead } from '../store/contract.ts';
import { BATCHES, recurrences } from '../upkeep/schedule/recurrences.ts';
import { instantOf, instantOrNull } from './counts.ts';
import { describeBatch, describeScrapers } from './describe-batch.ts';
import { describeRunning } from './describe-task.ts';
import type { LiveView, MonitorSources } from './sources.ts';
import type { ServiceView, Status } from './status-shape.ts';

const FAILURES_SHOWN = 10;

export async function readStatus(sources: MonitorSources): Promise<Status> {
  const { store, clock, language } = sources;
  const [read, live, machine] = await Promise.all([store.readNow(FAILURES_SHOWN), sources.live(), sources.machine()]);
  const now = clock.now();
  const { batch, hosts, pausedSites } = read;
  return {
    at: instantOf(now),
    service: serviceOf(live, read),
    batch: batch === null ? null : describeBatch(batch, now, { pausedSites, hosts }),
    scrapers: batch === null ? [] : [...describeScrapers(batch, now, { pausedSites, hosts, language })],
    running: read.running.map(describeRunning),
    failures: read.failures.map(({ task, key, at, verdict, code, message }) => ({
      id: task,
      key,
      at: instantOf(at),
      verdict,
      code,
      message,
    })),
    pagesPerMinute: [...live.pagesPerMinute],
    nextBatchAt: instantOrNull(nextBatch(sources, read)),
    schedulePaused: read.schedules.some(({ schedule, pausedAt }) => schedule === BATCHES && pausedAt !== null),
    system: { ...machine, cpuShare: live.cpuShare, ownMemoryBytes: live.ownMemoryBytes },
  };
}

/** Between two of its notes a batch may have begun or ended: the database knows it first. */
function serviceOf({ service }: LiveView, { batch }: NowRead): ServiceView {
  const works = batch?.batch.status === 'running';
  if (service.state === 'idle' && works) return { ...service, state: 'working' };
  return service.state === 'working' && !works ? { ...service, state: 'idle' } : service;
}

function nextBatch({ schedule }: MonitorSources, { schedules }: NowRead): number | null {
  const settings = schedule();
  if (!settings.batches) return null;
  const found = recurrences(settings, schedules).find(([record]) => record.schedule === BATCHES);
  return found === undefined ? null : nextDue(found[1], found[0]);
}
