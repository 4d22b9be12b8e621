/** Counts what passes: permits and answers of the governor, pages and ends of tasks at the store. The work itself is unchanged. */
import type { Clock } from '../../core/clock.ts';
import type { PermitSource } from '../../core/politeness.ts';
import type { TaskStore } from '../../store/contract.ts';
import type { WorkMetrics, WorkPlace } from '../../telemetry/metrics-contract.ts';

export function meteredPermits(permits: PermitSource, metrics: WorkMetrics, clock: Clock): PermitSource {
  /** Granted and not reported yet. */
  const sites = new Map<number, string>();
  return {
    acquire: async (request, signal) => {
      const asked = clock.monotonic();
      const answer = await permits.acquire(request, signal);
      if (answer.kind === 'granted') {
        sites.set(answer.permit, request.site);
        metrics.permitGranted(request.site, clock.monotonic() - asked);
      }
      return answer;
    },
    report: (report) => {
      const site = sites.get(report.permit);
      sites.delete(report.permit);
      if (site !== undefined && report.result !== 'unused')
        metrics.requestAnswered(site, report.result, report.latencyMs);
      permits.report(report);
    },
  };
}

export function meteredTasks(tasks: TaskStore, metrics: WorkMetrics): TaskStore {
  /** Of the tasks in hand. */
  const places = new Map<number, WorkPlace>();
  return {
    ...tasks,
    leaseTask: async (request) => {
      const leased = await tasks.leaseTask(request);
      if (typeof leased !== 'string') places.set(leased.task.id, { site: leased.task.site, phase: leased.task.phase });
      return leased;
    },
    commitPage: async (lease, generation, page) => {
      const stored = await tasks.commitPage(lease, generation, page);
      const place = places.get(lease.task);
      if (stored === 'committed' && place !== undefined) metrics.pageStored(place, page.wireBytes);
      return stored;
    },
    settleTask: async (settlement) => {
      const settled = await tasks.settleTask(settlement);
      const place = places.get(settlement.lease.task);
      places.delete(settlement.lease.task);
      if (settled !== 'lease_lost' && place !== undefined)
        metrics.attemptEnded(place, {
          step: settlement.step,
          verdict: settlement.verdict,
          durationMs: settlement.durationMs,
          rows: settlement.publish?.rows ?? 0,
          rejectedRows: settlement.publish?.rejectedRows ?? 0,
        });
      return settled;
    },
  };
}
