import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { PageResult } from '../../src/core/page.ts';
import type { PermitReport } from '../../src/core/politeness.ts';
import { superviseRun } from '../../src/engine/agent/supervise-run.ts';
import type { RunEnd } from '../../src/engine/agent/supervise-run.ts';
import { startWorkerProcess } from '../../src/engine/agent/worker-process.ts';
import type { Run } from '../../src/engine/protocol.ts';

const RUN: Run = {
  type: 'run',
  run: 7,
  site: 'Casas',
  phase: 'main',
  url: 'https://casas.example/zapopan',
  definition: 'x',
  resume: { generation: 1, cursor: null, atEnd: false, pages: 0, rows: 0, keys: [] },
  items: [],
  fetch: 'http',
  proxies: null,
  userAgent: 'PracticeBot/1.0',
  maxPages: 1,
  timeZone: 'Etc/UTC',
  usual: {},
  task: {
    id: 1,
    batch: 'Nov26_01',
    city: 'Zap',
    operation: 'Ven',
    product: 'Cas',
    orderNum: 1,
    attempt: 1,
    politeness: { delayMs: 0, jitterMs: 0, requestsPerMinute: 1, burst: 1, concurrency: 1, robots: 'respect' },
  },
};

/** Speaks the frames of the pipe and never leaves by itself. */
const PRELUDE = `
const { Socket } = require('node:net');
const pipe = new Socket({ fd: 3, readable: true, writable: true });
pipe.on('error', () => undefined);
const frame = (body, flag = 0, length = body.length) => {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 0);
  head.writeUInt8(flag, 4);
  pipe.write(Buffer.concat([head, Buffer.from(body)]));
};
const say = (message) => frame(JSON.stringify(message));
setInterval(() => undefined, 60000);
`;

interface Attacked {
  readonly end: RunEnd;
  readonly stored: readonly PageResult[];
  readonly reports: readonly PermitReport[];
  readonly signal: string | null;
}

async function attackedBy(t: TestContext, script: string): Promise<Attacked> {
  const folder = mkdtempSync(join(tmpdir(), 'malicious-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const rights = { staging: folder, mayStartPrograms: false, mark: 'test-malicious' };
  const worker = startWorkerProcess({ program: process.execPath, args: ['-e', PRELUDE + script] }, rights);
  t.after(() => worker.kill());
  const stored: PageResult[] = [];
  const reports: PermitReport[] = [];
  const never = new AbortController().signal;
  const end = await superviseRun(worker, RUN, {
    permits: {
      acquire: async () => ({ kind: 'granted', permit: 3, robots: 'respect' }),
      report: (report) => void reports.push(report),
    },
    commit: async (page) => {
      stored.push(page);
      return 'committed';
    },
    keep: async () => undefined,
    notKept: () => undefined,
    clock: systemClock,
    progressTimeoutMs: 600_000,
    sliceMs: 600_000,
    memoryLimitBytes: 2 ** 30,
    revoked: never,
    drain: never,
    halt: never,
  });
  return { end, stored, reports, signal: (await worker.exited).signal };
}

const PAGE = `{ page: 1, url: 'https://casas.example/', next: null, truncated: null, rows: [], rejects: [], emptied: {},
  fetchedAt: 1, fetchedOn: '2026-11-22', robots: 'respect', definition: 'x', httpStatus: 200, wireBytes: 1, latencyMs: 1,
  total: null, empty: false }`;

for (const [what, script] of [
  ['junk that is no JSON', `frame('not json at all')`],
  ['a message of no known kind', `say({ type: 'sql', query: 'DROP TABLE scraping_tasks' })`],
  ['a frame that announces four gigabytes', `frame('x', 0, 0xffffffff)`],
  ['a message that never ends', `const big = 'x'.repeat(1024 * 1024); for (let n = 0; n < 20; n += 1) frame(big, 1)`],
  ["another run's page", `say({ type: 'page', run: 8, result: ${PAGE} })`],
  ["another run's outcome", `say({ type: 'outcome', run: 6, outcome: { kind: 'done', verdict: 'ok' } })`],
  [
    "another site's permit",
    `say({ type: 'ask', ask: 1, request: { site: 'Inm24', url: 'https://x.mx/', purpose: 'list' } })`,
  ],
  [
    'a page with ten thousand rows',
    `say({ type: 'page', run: 7, result: { ...${PAGE}, rows: Array(10000).fill({}) } })`,
  ],
  [
    'a kept page whose name is a path',
    `say({ type: 'kept', run: 7, page: { sha256: '../../../etc/passwd', url: 'x', requestedUrl: 'x', startUrl: 'x', page: 1,
      purpose: 'list', status: 200, fetchedAt: 1, fetchedOn: '2026-11-22', problem: null } })`,
  ],
] as const) {
  test(`T33 a worker that sends ${what} is killed, its task tried again, and nothing of it stored`, async (t) => {
    const { end, stored, signal } = await attackedBy(t, script);
    assert.ok(end !== 'lease_lost' && 'code' in end);
    assert.deepEqual([end.kind, end.code], ['retry', 'E_PROTOCOL']);
    assert.deepEqual([stored, signal], [[], 'SIGKILL']);
  });
}

test('T33 a worker that reports on permits which it does not hold moves no host', async (t) => {
  const { end, reports } = await attackedBy(
    t,
    `for (let permit = 1; permit < 50; permit += 1)
       say({ type: 'report', report: { permit, result: 'blocked', latencyMs: 1 } });
     say({ type: 'outcome', run: 7, outcome: { kind: 'done', verdict: 'ok' } }); setTimeout(() => process.exit(), 0)`,
  );
  assert.deepEqual(end, { kind: 'done', verdict: 'ok' });
  assert.deepEqual(reports, []);
});
