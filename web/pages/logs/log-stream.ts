/** The newest lines that fit, then each line as it is written. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LogLine } from '../../../src/monitoring/house-shape.ts';
import { keepStream } from '../../data/event-stream.ts';
import { ask, withQuery } from '../../data/request.ts';
import type { Query } from '../../routing/address.ts';

/** Lines kept in sight: an evening of a busy service; older ones are in the file. */
const MOST_LINES = 5000;
const FIRST_LINES = 500;
/** A burst of lines is one change of the page. */
const GATHER_MS = 150;
const FIELDS = ['log', 'level', 'site', 'task', 'text'] as const;

export interface LogStream {
  readonly lines: readonly LogLine[];
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly isLive: boolean;
}

export function useLogStream(query: Query): LogStream {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, query[field]]));
  const address = withQuery('logs', { ...fields, limit: FIRST_LINES });
  const first = useQuery({
    queryKey: ['logs', address],
    queryFn: ({ signal }) => ask<readonly LogLine[]>(address, signal),
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const [written, setWritten] = useState<readonly LogLine[]>([]);
  const [isLive, setLive] = useState(false);
  const streamAddress = withQuery('events/logs', fields);
  const { refetch } = first;
  useEffect(() => {
    setWritten([]);
    let gathered: LogLine[] = [];
    let wasBroken = false;
    const timer = window.setInterval(() => {
      if (gathered.length === 0) return;
      const fresh = gathered;
      gathered = [];
      setWritten((lines) => [...lines, ...fresh].slice(-MOST_LINES));
    }, GATHER_MS);
    const close = keepStream(streamAddress, {
      onEvent: (event, data) => {
        if (event === 'line') gathered.push(JSON.parse(data) as LogLine);
      },
      onState: (state) => {
        setLive(state === 'open');
        if (state === 'open' && wasBroken) {
          // What was written meanwhile is in the file: read it anew, so that no line is missing.
          setWritten([]);
          void refetch();
        }
        wasBroken = state !== 'open';
      },
    });
    return () => {
      window.clearInterval(timer);
      close();
    };
  }, [streamAddress, refetch]);
  return {
    lines: joined(first.data ?? [], written),
    error: first.error,
    isLoading: first.isPending,
    isLive,
  };
}

/** A line that came by both ways stands there once. */
function joined(before: readonly LogLine[], written: readonly LogLine[]): readonly LogLine[] {
  const newest = before.at(-1)?.at ?? '';
  const known = new Set(before.slice(-100).map(keyOf));
  return [...before, ...written.filter((line) => line.at > newest || !known.has(keyOf(line)))].slice(-MOST_LINES);
}

function keyOf(line: LogLine): string {
  return `${line.at} ${line.event} ${JSON.stringify(line.fields)}`;
}
