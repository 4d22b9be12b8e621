/** A machine whose Node is too old: it gets an answer in its language, and no syntax error. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/rehearsal.ts';

/** Any Node can say that it is an old one. */
const OLD = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.9.0'}})`;

test('a Node that is too old is told as such, with what to do, in Spanish and English', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'old-node-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'src', 'cli'), { recursive: true });
  const start = (environment: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, ['--import', OLD, join(folder, 'bin', 'scraping-monitor.mjs')], {
      encoding: 'utf8',
      env: { HOME: folder, ...environment },
    });
  const spanish = start({ LANG: 'es_MX.UTF-8' });
  assert.equal(spanish.status, 78, spanish.stderr);
  assert.match(spanish.stderr, /^Node 20\.9\.0 es demasiado viejo; .* Node 24\.15\.\n {2}→ `npm ci` en la carpeta/);
  const english = start({ LANG: 'es_MX.UTF-8', SCRAPING_LANG: 'en' });
  assert.match(english.stderr, /^Node 20\.9\.0 is too old; .* Node 24\.15\.\n {2}→ `npm ci` in the project's folder/);
});
