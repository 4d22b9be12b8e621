import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { workerCommand } from '../../src/app/parts/worker-command.ts';

/** What a script may do under the very flags a worker has: `done` or the error's code. */
function attempt(t: TestContext, script: (folder: string) => string, mayStartPrograms = false): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { program, args, sandbox } = workerCommand(64);
  const staging = join(folder, 'staging');
  mkdirSync(staging);
  const flags = [...(sandbox?.({ staging, mayStartPrograms, mark: 'test' }) ?? []), ...args.slice(0, -1)];
  const tried = `try { ${script(folder)}; console.log('done') } catch (error) { console.log(error.code) }`;
  const { stdout } = spawnSync(program, [...flags, '-e', `const fs = require('node:fs'); ${tried}`], {
    encoding: 'utf8',
  });
  assert.ok(!existsSync(join(folder, 'canary')), 'nothing was written outside');
  return stdout.trim();
}

const write = (file: string): string =>
  `fs.mkdirSync(${JSON.stringify(join(file, '..'))}, { recursive: true }); fs.writeFileSync(${JSON.stringify(file)}, 'x')`;

test('T33 a worker writes to its own staging folder and nowhere else', (t) => {
  assert.equal(
    attempt(t, (folder) => write(join(folder, 'staging', 'page'))),
    'done',
  );
  assert.equal(
    attempt(t, (folder) => write(join(folder, 'canary'))),
    'ERR_ACCESS_DENIED',
  );
});

test('T33 a worker starts no program, unless its site needs one', (t) => {
  const start = (): string => `require('node:child_process').execFileSync('true')`;
  assert.equal(attempt(t, start), 'ERR_ACCESS_DENIED');
  assert.equal(attempt(t, start, true), 'done');
});

test('T33 a worker starts no thread and loads no native code', (t) => {
  assert.equal(
    attempt(t, () => `new (require('node:worker_threads').Worker)('1', { eval: true })`),
    'ERR_ACCESS_DENIED',
  );
  assert.equal(
    attempt(t, () => `process.dlopen({ exports: {} }, '/nowhere.node')`),
    'ERR_DLOPEN_DISABLED',
  );
});

test('T19 in a worker nothing can be added to what every object has, nor is there a __proto__ to do it by', () => {
  const { program, args } = workerCommand(64);
  const tries = [
    'Object.prototype.polluted = 1',
    'JSON.parse("{}").constructor.prototype.polluted = 1',
    'Object.assign(Object.getPrototypeOf({}), { polluted: 1 })',
    '({}).__proto__.polluted = 1',
  ].map((attempt) => `try { ${attempt} } catch {}`);
  const script = `await import(${JSON.stringify(args.at(-1))}); ${tries.join('; ')}; console.log(String(({}).polluted)); process.exit(0)`;
  const flags = [...args.slice(0, -1), '--input-type=module', '-e', script];
  const { stdout, stderr } = spawnSync(program, flags, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  assert.equal(stdout.trim(), 'undefined', stderr);
});
