/** What is told as it happens (server-sent events). */
import { logQuery } from '../query-shapes.ts';
import { route } from '../route.ts';
import type { ApiRoute, Asked } from '../route.ts';
import type { Streams, Viewer } from '../streams.ts';
import { Refusal } from '../problems.ts';

const STREAM = 'text/event-stream';

export function streamRoutes(streams: Streams): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/events',
      access: 'viewer',
      summary:
        'The state: `snapshot` (a whole status), then `change` (the parts that changed), at most a second behind.',
      answer: {
        mediaType: STREAM,
        description: 'Events `snapshot`, `change`, `trouble`; `Last-Event-ID` is honoured.',
      },
      handle: async (asked) => {
        await streams.openState(asked.request, asked.reply, viewerOf(asked));
      },
    }),
    route({
      method: 'GET',
      path: '/events/logs',
      access: 'viewer',
      summary: 'Log lines that fit, from now on.',
      query: logQuery,
      answer: { mediaType: STREAM, description: 'Events `line`.' },
      handle: async (asked) => {
        await streams.openLogs(asked.reply, viewerOf(asked), asked.query);
      },
    }),
  ];
}

function viewerOf({ principal, language }: Pick<Asked<never, never, never>, 'principal' | 'language'>): Viewer {
  if (principal === null) throw new Refusal('E_TOKEN', 'noToken');
  return { principal, language };
}
