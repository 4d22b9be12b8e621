/** What the orchestrator and its workers hold of the machine, as people see it and slots are counted by. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import { createMachineLook } from '../../src/engine/agent/machine-load.ts';

function bytesOf(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}

test('memory that processes share, such as the program they all run, counts once', async (t) => {
  const workers = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
      t.after(() => child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      return child.pid ?? 0;
    }),
  );
  const { ownBytes, workersBytes, totalBytes } = createMachineLook(systemClock)(workers);
  const sum = (name: string): number => workers.reduce((total, pid) => total + bytesOf(pid, name), 0);
  assert.ok(workersBytes < sum('VmRSS') - sum('RssFile') / 2, `${workersBytes} of ${sum('VmRSS')} bytes`);
  assert.ok(workersBytes > sum('RssAnon') / 2, `${workersBytes} of ${sum('RssAnon')} bytes`);
  assert.ok(ownBytes > bytesOf(process.pid, 'RssAnon') / 2);
  assert.ok(ownBytes + workersBytes < totalBytes);
});
