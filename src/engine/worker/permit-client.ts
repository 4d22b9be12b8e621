import type { PermitAnswer, PermitSource } from '../../core/politeness.ts';
import type { FromWorker } from '../protocol.ts';

export interface PermitClient extends PermitSource {
  /** The agent's answer to an ask. */
  answer(ask: number, answer: PermitAnswer): void;
  /** Gives up every wait: the worker must leave. Later asks are refused at once. */
  drain(): void;
}

const DRAINED: PermitAnswer = { kind: 'wait', until: 0, code: 'E_PERMIT_WAIT', message: 'shutting down' };

/** The governor as a worker sees it: every permit is asked for over the channel (DESIGN §3). */
export function createPermitClient(send: (message: FromWorker) => void): PermitClient {
  const waiting = new Map<number, (answer: PermitAnswer) => void>();
  let lastAsk = 0;
  let drained = false;
  return {
    acquire: (request) => {
      if (drained) return Promise.resolve(DRAINED);
      lastAsk += 1;
      const ask = lastAsk;
      send({ type: 'ask', ask, request });
      return new Promise((resolve) => waiting.set(ask, resolve));
    },
    report: (report) => {
      send({ type: 'report', report });
    },
    answer: (ask, answer) => {
      const resolve = waiting.get(ask);
      waiting.delete(ask);
      if (resolve !== undefined) resolve(answer);
      // The wait was given up: its place is given back.
      else if (answer.kind === 'granted')
        send({ type: 'report', report: { permit: answer.permit, result: 'unused', latencyMs: 0 } });
    },
    drain: () => {
      drained = true;
      for (const resolve of waiting.values()) resolve(DRAINED);
      waiting.clear();
    },
  };
}
