// Starts a program of src/cli under a Node that can run it. Plain JavaScript: it works under any Node >= 18, so that an
// old system Node gets an answer instead of a syntax error.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const LEAST = [24, 15];
/**
 * Compiled code is kept beside the program, not in a folder for temporary files where others could put theirs: a start
 * then costs about half the CPU. Workers take the folder from the environment; where it may not be written there is none.
 */
const COMPILED = `${root}node_modules/.cache/compiled`;

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

export async function start(program) {
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  if (isNewEnough(process.versions.node)) {
    nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
    await import(new URL(`../${program}`, import.meta.url));
    return;
  }
  const own = `${root}node_modules/.bin/node`;
  if (!existsSync(own)) {
    console.error(`Node ${process.versions.node} is too old: Node ${LEAST.join('.')} or newer is needed.`);
    console.error("  → `npm ci` in the project's folder installs one for this project; or install Node 24 from nodejs.org.");
    process.exit(78);
  }
  const child = spawn(own, ['--disable-warning=ExperimentalWarning', root + program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself (same terminal); a signal sent to us alone is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === null ? 1 : 128));
  });
}
