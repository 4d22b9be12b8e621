/** Questions to the API and what may come back instead of an answer. */

/** Why the API refused, in the reader's language. `status` 0 = it could not be reached. */
export class ApiFault extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly advice: string | null;

  constructor(status: number, message: string, code: string | null = null, advice: string | null = null) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
    this.code = code;
    this.advice = advice;
  }
}

let language = 'en';

/** What the API's sentences are written in from now on. */
export function speak(wanted: string): void {
  language = wanted;
}

/** Beside the folder of this very file: right under any base path, and at whatever address the page was opened. */
const HERE = import.meta.url;

export function apiUrl(path: string): string {
  return new URL(`../api/v1/${path}`, HERE).href;
}

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** `tasks` and `{ site: 'Inm24', limit: 200 }` → `tasks?site=Inm24&limit=200`. */
export function withQuery(path: string, fields: Fields): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @throws {ApiFault} */
export async function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return (await (await send('GET', path, undefined, signal)).json()) as Answer;
}

/** @throws {ApiFault} */
export async function askText(path: string): Promise<string> {
  return (await send('GET', path)).text();
}

/** @throws {ApiFault} */
export async function tell<Answer>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer | null> {
  const answer = await send(method, path, body);
  return answer.status === 204 ? null : ((await answer.json()) as Answer);
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
  if (method === 'POST') {
    headers['content-type'] = 'application/json';
    headers['idempotency-key'] = randomKey();
  }
  let answer: Response;
  try {
    answer = await fetch(apiUrl(path), {
      method,
      headers,
      credentials: 'same-origin',
      body: method === 'POST' ? JSON.stringify(body ?? {}) : null,
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFault(0, error instanceof Error ? error.message : String(error));
  }
  if (!answer.ok) throw await faultOf(answer);
  return answer;
}

/** @throws {ApiFault} */
export async function openStream(
  path: string,
  lastId: string,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const headers: Record<string, string> = { accept: 'text/event-stream', 'accept-language': language };
  if (lastId !== '') headers['last-event-id'] = lastId;
  const answer = await fetch(apiUrl(path), { headers, credentials: 'same-origin', cache: 'no-store', signal });
  if (!answer.ok) throw await faultOf(answer);
  if (answer.body === null) throw new ApiFault(answer.status, 'a stream without a body');
  return answer.body;
}

/** Not `crypto.randomUUID`: browsers offer that on https only. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function faultOf(answer: Response): Promise<ApiFault> {
  const body: unknown = await answer.json().catch(() => null);
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | null => {
    const value = problem[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return new ApiFault(
    answer.status,
    text('detail') ?? text('title') ?? `${answer.status} ${answer.statusText}`,
    text('code'),
    text('advice'),
  );
}
