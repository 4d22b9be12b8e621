/** The state as it changes, into the cache of answers; and whether it is heard at all: `lost` is shown, never hidden. */
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Status } from '../../src/monitoring/status-shape.ts';
import { keepStream } from './event-stream.ts';

interface Live {
  readonly state: 'connecting' | 'live' | 'lost';
  /** When something was last heard. */
  readonly heardAt: number | null;
}

/** Lists follow the state at most this often: each is a question to the API. */
const LISTS_EVERY_MS = 4000;

let live: Live = { state: 'connecting', heardAt: null };
const watchers = new Set<() => void>();

function become(next: Live): void {
  live = next;
  for (const watcher of watchers) watcher();
}

export function useLiveState(): Live {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => live,
  );
}

/** `snapshot` is a whole state, `change` the parts of it that differ from the one before. */
export function useLive(client: QueryClient, language: string, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const lists = listRefresher(client);
    const onEvent = (event: string, data: string): void => {
      // The service is there, but cannot read its own state: what is on the screen is old all the same.
      if (event === 'trouble') become({ state: 'lost', heardAt: live.heardAt });
      if (event !== 'snapshot' && event !== 'change') return;
      const before = client.getQueryData<Status>(['status', language]);
      const status = nextStatus(before, event, JSON.parse(data));
      become({ state: 'live', heardAt: Date.now() });
      if (status === null) return;
      client.setQueryData(['status', language], status);
      lists.seen(status);
    };
    const close = keepStream('events', {
      onEvent,
      onState: (state) => {
        const wasLost = live.state === 'lost';
        become({
          state: state === 'open' ? 'live' : 'lost',
          heardAt: state === 'open' ? Date.now() : live.heardAt,
        });
        if (state === 'open' && wasLost) void client.invalidateQueries();
        // What the API says to an ordinary question decides whether a token is asked for.
        if (state === 'refused') void client.invalidateQueries({ queryKey: ['status'] });
      },
    });
    return () => {
      lists.stop();
      close();
    };
  }, [client, language, enabled]);
}

function nextStatus(before: Status | undefined, event: 'snapshot' | 'change', data: unknown): Status | null {
  if (event === 'snapshot') return data as Status;
  const { at, changed } = data as { readonly at: string; readonly changed: Partial<Status> };
  // A change without its snapshot cannot be; if it is, the next question brings the whole.
  return before === undefined ? null : { ...before, ...changed, at };
}

/** Lists of work are asked for again when the counts have moved. */
function listRefresher(client: QueryClient): { seen(status: Status): void; stop(): void } {
  let before = '';
  let due: number | undefined;
  return {
    seen({ batch }) {
      const counts = JSON.stringify([batch?.id, batch?.byStatus, batch?.status]);
      if (before !== '' && before !== counts)
        due ??= window.setTimeout(() => {
          due = undefined;
          void client.invalidateQueries({ queryKey: ['work'] });
        }, LISTS_EVERY_MS);
      before = counts;
    },
    stop: () => window.clearTimeout(due),
  };
}
