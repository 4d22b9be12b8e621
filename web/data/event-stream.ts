/**
 * Server-sent events, read with `fetch`: unlike `EventSource` it says which language is wanted, sees the server's heartbeat, and so
 * notices a connection that is dead without having ended. Tries again after 1 s, 2 s … 15 s, and goes on where it was.
 */
import { ApiFault, openStream } from './request.ts';

export interface StreamListener {
  readonly onEvent: (event: string, data: string) => void;
  /** `refused`: the API said no (a token is needed); it is not tried again. */
  readonly onState: (state: 'open' | 'broken' | 'refused') => void;
}

const LONGEST_PAUSE_MS = 15_000;
/** The server breathes every 15 s; silence for three breaths is a dead connection. */
const SILENCE_MS = 45_000;
/** An event longer than this is not one of ours. */
const LONGEST_EVENT = 8_000_000;

/** Opens a stream and keeps it open; gives back how to end it. */
export function keepStream(path: string, listener: StreamListener): () => void {
  const ended = new AbortController();
  void follow(path, listener, ended.signal);
  return () => ended.abort();
}

async function follow(path: string, listener: StreamListener, ended: AbortSignal): Promise<void> {
  let failures = 0;
  let lastId = '';
  while (!ended.aborted) {
    try {
      await readOnce(path, lastId, ended, {
        opened: () => {
          failures = 0;
          listener.onState('open');
        },
        event: (event, data, id) => {
          if (id !== '') lastId = id;
          listener.onEvent(event, data);
        },
      });
    } catch (error) {
      if (error instanceof ApiFault && (error.status === 401 || error.status === 403)) {
        listener.onState('refused');
        return;
      }
      // Anything else is a broken connection, whatever broke it: said below, and tried again.
    }
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- it may have been ended meanwhile
    if (ended.aborted) return;
    listener.onState('broken');
    failures += 1;
    await pause(Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (failures - 1)), ended);
  }
}

interface Reading {
  readonly opened: () => void;
  readonly event: (event: string, data: string, id: string) => void;
}

async function readOnce(path: string, lastId: string, ended: AbortSignal, reading: Reading): Promise<void> {
  const silent = new AbortController();
  let timer = window.setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const body = await openStream(path, lastId, AbortSignal.any([ended, silent.signal]));
    reading.opened();
    const parse = eventParser(reading.event);
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => silent.abort(), SILENCE_MS);
      parse(value);
    }
  } finally {
    window.clearTimeout(timer);
  }
}

/** Lines of a stream into events (HTML standard, 9.2.6); comments are breath. */
function eventParser(onEvent: Reading['event']): (chunk: string) => void {
  let rest = '';
  let event = '';
  let id = '';
  let data: string[] = [];
  const line = (text: string): void => {
    if (text === '') {
      if (data.length > 0) onEvent(event === '' ? 'message' : event, data.join('\n'), id);
      event = '';
      data = [];
      return;
    }
    const [field = '', value = ''] = text.split(/:(.*)/s);
    const content = value.replace(/^ /, '');
    if (field === 'event') event = content;
    else if (field === 'data') data.push(content);
    else if (field === 'id') id = content;
  };
  return (chunk) => {
    rest += chunk;
    if (rest.length > LONGEST_EVENT) throw new Error(`an event of more than ${LONGEST_EVENT} characters`);
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const one of lines) line(one);
  };
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(timer);
      ended.removeEventListener('abort', done);
      resolve();
    };
    const timer = window.setTimeout(done, ms);
    ended.addEventListener('abort', done);
  });
}
