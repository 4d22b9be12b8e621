/** What a person sees of a service from outside: who holds the directory, what it noted, and its pace. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { liveFromFiles } from '../../src/app/view/live-from-files.ts';
import { createPageMeter } from '../../src/app/run/page-meter.ts';
import type { Config } from '../../src/config/contract.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Store } from '../../src/store/contract.ts';
import { page } from '../store/given.ts';

const LEASE = { task: 1, token: 'token', owner: 'instance-1' };

test('pages count for the minute in which they were stored, and an hour later no more', async () => {
  let now = 0;
  const clock = { now: () => now, monotonic: () => now, sleep: async () => undefined };
  const answers = ['committed', 'repeated', 'lease_lost', 'committed'] as const;
  let asked = 0;
  const store = { tasks: { commitPage: async () => answers[asked++ % answers.length] } } as unknown as Store;
  const meter = createPageMeter(clock);
  const metered = meter.over(store);
  for (const _ of answers) await metered.tasks.commitPage(LEASE, 1, page(1));
  assert.equal(meter.perMinute().length, 1, 'it knows of no minute before its own start');
  assert.equal(meter.perMinute().at(-1), 2, 'what was there already, or came too late, was not stored');
  now += 60_000;
  assert.deepEqual(meter.perMinute().slice(-2), [2, 0]);
  now += 59 * 60_000;
  assert.equal(
    meter.perMinute().reduce((sum, count) => sum + count, 0),
    0,
  );
});

function given(t: TestContext): { readonly config: Config; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const text = 'database: {path: o.db}\nmonitoring: {status_file: status.json}\n';
  const { config } = parseConfig(text, join(folder, 'config.yaml'), { environment: {}, workingDirectory: folder });
  return { config, folder };
}

test('a service is off without a holder, or when the holder is gone, whatever lies in its files', async (t) => {
  const { config, folder } = given(t);
  assert.equal((await liveFromFiles(config)).service.state, 'off');
  writeFileSync(join(folder, 'instance.json'), JSON.stringify({ pid: 2 ** 22 + 1, since: '2026-11-22T10:00:00Z' }));
  writeFileSync(join(folder, 'status.json'), JSON.stringify({ pid: 2 ** 22 + 1, state: 'working' }));
  assert.equal((await liveFromFiles(config)).service.state, 'off');
});

test('a live service is as it noted; a broken note, or one of an earlier service, says nothing of this one', async (t) => {
  const { config, folder } = given(t);
  writeFileSync(join(folder, 'instance.json'), JSON.stringify({ pid: process.pid, since: '2026-11-22T10:00:00Z' }));
  const note = (value: unknown): void =>
    writeFileSync(join(folder, 'status.json'), typeof value === 'string' ? value : JSON.stringify(value));
  note({
    pid: process.pid,
    state: 'degraded',
    stage: 'running',
    degraded: ['disk: full', 7],
    slots: { now: 2, configured: 8, reason: 'memory' },
    pagesPerMinute: [1, 2, 'x'],
    cpuShare: 0.5,
  });
  const live = await liveFromFiles(config);
  assert.deepEqual(
    [live.service.state, live.service.troubles, live.service.slots, live.pagesPerMinute, live.cpuShare],
    ['degraded', ['disk: full'], { now: 2, configured: 8, reason: 'memory' }, [1, 2], 0.5],
  );
  for (const other of ['{"pid": ', { pid: 1, state: 'idle' }, [], 'null']) {
    note(other);
    const { service } = await liveFromFiles(config);
    assert.deepEqual([service.state, service.pid, service.slots], ['working', process.pid, null]);
  }
  note({ pid: process.pid, stage: 'stopping', state: 'idle' });
  assert.equal((await liveFromFiles(config)).service.state, 'stopping');
});
