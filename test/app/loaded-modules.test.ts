/** What a program loads is most of its start, and a worker loads it eight times: each has only what it needs. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { entryPlace } from '../../src/core/places.ts';
import { finished } from '../support/rehearsal.ts';

/** Tells on stderr which packages' files were loaded, one a line, whichever way. */
const TELL = `import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  const file = /node_modules\\/(.*)/.exec(url)?.[1];
  if (file !== undefined) process.stderr.write('loaded ' + file + '\\n');
  return next(url, context);
} });`;
const PRELOAD = `data:text/javascript,${encodeURIComponent(TELL)}`;

test('a worker that reads pages loads no YAML reader, no schemas, no browser and half of undici: its definition comes to it checked', async () => {
  const child = spawn(process.execPath, ['--import', PRELOAD, fileURLToPath(entryPlace('worker'))], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const pipe = child.stdio[3];
  if (!(pipe instanceof Socket)) throw new Error('the worker has no pipe');
  // An agent that is gone at once: the worker has loaded all it starts with, and leaves.
  pipe.resume();
  pipe.end();
  const { code, stderr } = await finished(child);
  assert.equal(code, 0, stderr);
  const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, file]) => file ?? '');
  assert.ok(loaded.includes('undici/lib/dispatcher/pool.js'), 'what is loaded is seen');
  const heavy = /^(?:zod|yaml|csv-parse|playwright-core|tough-cookie|fastify)\/|^undici\/(?:index|lib\/web\/)/;
  assert.deepEqual(
    loaded.filter((file) => heavy.test(file)),
    [],
  );
});
