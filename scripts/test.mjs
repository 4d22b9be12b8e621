// Runs the tests: all of test/, or the files and folders named. Plain JavaScript: it starts under any Node >= 18.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = `${root}node_modules/.bin/node`;
const node = existsSync(own) ? own : process.execPath;

function testFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => testFiles(join(path, name)))
    .filter((file) => file.endsWith('.test.ts'));
}

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const files = (named.length > 0 ? named : [join(root, 'test')]).flatMap(testFiles);
if (files.length === 0) {
  console.error('No test file found.');
  process.exit(1);
}
const run = spawnSync(
  node,
  ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=2', ...flags, ...files],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
process.exit(run.status ?? 1);
