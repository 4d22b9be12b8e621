/** A permit source that grants at once and keeps what was asked and reported. */
import type { PermitAnswer, PermitReport, PermitRequest, PermitSource } from '../../src/core/politeness.ts';

export interface OpenPermits extends PermitSource {
  readonly asked: readonly PermitRequest[];
  readonly reports: readonly PermitReport[];
}

/** @param answer what to say to a request instead of "granted" */
export function openPermits(answer: (request: PermitRequest) => PermitAnswer | null = () => null): OpenPermits {
  const asked: PermitRequest[] = [];
  const reports: PermitReport[] = [];
  return {
    asked,
    reports,
    acquire: async (request) => {
      asked.push(request);
      return answer(request) ?? { kind: 'granted', permit: asked.length, robots: 'respect' };
    },
    report: (report) => {
      reports.push(report);
    },
  };
}
