/** The schema of what a worker may send; nothing of a message is believed before it passed here (T33). */
import { z } from 'zod';
import { ERRORS, Fault } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { VERDICTS } from '../../core/verdict.ts';
import type { FromWorker } from '../protocol.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const row = z.record(z.string(), value);
const cursor = z.object({ page: z.int().min(1), url: z.string() });
const code = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);
const verdict = z.enum(VERDICTS);
const trouble = { verdict, code, message: z.string().max(4000) };

const pageResult = z.object({
  page: z.int().min(1),
  url: z.string(),
  next: cursor.nullable(),
  truncated: z.enum(['robots', 'cap']).nullable(),
  rows: z.array(row).max(5000),
  rejects: z.array(z.object({ row, reason: z.string(), page: z.int(), position: z.int() })).max(5000),
  emptied: z.record(z.string(), z.object({ count: z.int(), example: z.string(), reason: z.string() })),
  fetchedAt: z.number(),
  fetchedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  robots: z.enum(['respect', 'ignore']),
  definition: z.string(),
  httpStatus: z.int(),
  wireBytes: z.int(),
  latencyMs: z.number(),
  total: z.int().nullable(),
  empty: z.boolean(),
});

const done = z.object({
  kind: z.literal('done'),
  verdict: z.enum(['ok', 'empty']),
  truncated: z.enum(['robots', 'cap']).optional(),
});

const outcome = z.discriminatedUnion('kind', [
  done,
  z.object({ kind: z.literal('retry'), retryAfterMs: z.number().optional(), ...trouble }),
  z.object({ kind: z.literal('deferred'), until: z.number(), ...trouble }),
  z.object({ kind: z.literal('suspect'), retryAfterMs: z.number().optional(), ...trouble }),
  z.object({ kind: z.literal('failed'), ...trouble }),
  z.object({ kind: z.literal('quarantined'), ...trouble }),
  z.object({ kind: z.literal('released'), reason: z.string(), interrupted: z.boolean().optional() }),
]);

const address = z.string().max(2083);
const stagedPage = z.object({
  // It becomes a file's name: nothing else may stand there.
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  url: address,
  requestedUrl: address,
  startUrl: address,
  page: z.int().min(1),
  purpose: z.enum(['list', 'detail', 'robots']),
  status: z.int(),
  fetchedAt: z.number(),
  fetchedOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  problem: code.nullable(),
});

const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('ask'),
    ask: z.int(),
    request: z.object({ site: z.string(), url: z.string().max(2083), purpose: z.enum(['list', 'detail', 'robots']) }),
  }),
  z.object({
    type: z.literal('report'),
    report: z.object({
      permit: z.int(),
      result: z.enum(['ok', 'slow_down', 'server_error', 'blocked', 'network', 'unused']),
      latencyMs: z.number(),
      retryAfterMs: z.number().optional(),
    }),
  }),
  z.object({ type: z.literal('progress'), run: z.int() }),
  z.object({ type: z.literal('kept'), run: z.int(), page: stagedPage }),
  z.object({ type: z.literal('not-kept'), run: z.int(), reason: z.string().max(4000) }),
  z.object({ type: z.literal('page'), run: z.int(), result: pageResult, outcome: done.optional() }),
  z.object({ type: z.literal('outcome'), run: z.int(), outcome }),
]);

/** Checks what a worker sent: nothing of it is believed before (T33). @throws {Fault} E_PROTOCOL */
export function readFromWorker(message: unknown): FromWorker {
  const result = fromWorker.safeParse(message);
  if (result.success) return result.data as FromWorker;
  const issue = result.error.issues[0];
  throw new Fault(
    'E_PROTOCOL',
    `a worker's message is not understood at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
  );
}
