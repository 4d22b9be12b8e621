/** The monitor of another machine, over its API: the same interface, the same words, the same faults. */
import { randomUUID } from 'node:crypto';
import type { Monitor } from './contract.ts';
import type { LogFilter, LogLine } from './house-shape.ts';
import { openApi } from './remote-api.ts';
import type { Query, RemoteApi, RemoteOptions } from './remote-api.ts';
import { readEvents } from './remote-events.ts';
import type { Paging, Selector } from './selector.ts';

/** Nothing is asked yet. @throws {Fault} E_USAGE: it is no address, or the token would travel in clear text */
export function openRemoteMonitor(options: RemoteOptions): Monitor {
  const api = openApi(options);
  const post = (path: string, body: unknown): Promise<never> =>
    // Sent again when the answer was lost, it is still done once.
    api.ask('POST', path, { body, headers: { 'idempotency-key': randomUUID() } });
  const get = (path: string, query: Query = {}): Promise<never> => api.ask('GET', path, { query });
  return {
    work: {
      status: () => get('/status'),
      batches: (paging) => get('/batches', { ...paging }),
      batch: (id) => get(`/batches/${encodeURIComponent(id)}`),
      coverage: (batch) => get(`/batches/${encodeURIComponent(batch)}/coverage`),
      tasks: (selector, { sort, descending }, paging) =>
        get('/tasks', { ...selectorQuery(selector, paging), sort, order: descending ? 'desc' : 'asc' }),
      task: (id) => get(`/tasks/${id}`),
      problemPage: (task) => api.text(`/tasks/${task}/problem-page`),
      errors: (selector) => get('/errors', selectorQuery(selector)),
    },
    figures: {
      statistics: (selector, by, last) => get('/statistics', { ...selectorQuery(selector), by, last }),
      trend: (last) => get('/trend', { last }),
      report: (batch) => get(`/batches/${encodeURIComponent(batch)}/report`),
    },
    house: {
      sites: () => get('/sites'),
      catalogue: () => get('/catalogue'),
      schedule: (limit) => get('/schedule', { limit: Math.max(1, limit) }),
      logs: (filter) => get('/logs', { ...filter }),
      followLogs: (filter, signal) => followLogs(api, filter, signal),
      backups: () => get('/backups'),
      settings: () => get('/settings'),
      audit: (paging) => get('/audit', { ...paging }),
    },
    tokens: {
      list: () => get('/tokens'),
      create: (token) => post('/tokens', token),
      revoke: (id) => api.ask('DELETE', `/tokens/${encodeURIComponent(id)}`, {}),
    },
    // Who acts is known there by the token.
    act: (action) => post('/actions', action),
    close: () => api.close(),
  };
}

function selectorQuery(selector: Selector, paging: Paging = {}): Query {
  const joined = Object.entries(selector).map(([key, value]) => {
    if (!Array.isArray(value)) return [key, value];
    return [key, value.length === 0 ? undefined : value.join(',')];
  });
  return { ...(Object.fromEntries(joined) as Query), ...paging };
}

/** A line that was lost with a broken connection is told by the file, not here: it goes on with what comes then. */
async function* followLogs(api: RemoteApi, filter: LogFilter, signal: AbortSignal): AsyncGenerator<LogLine> {
  while (!signal.aborted) {
    const stream = await api.stream('/events/logs', { ...filter }, signal);
    for await (const { event, data } of readEvents(stream, signal))
      if (event === 'line') yield JSON.parse(data) as LogLine;
    if (!signal.aborted) await api.pause(signal);
  }
}
