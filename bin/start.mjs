// Starts a program of src/cli under a Node that can run it. Plain JavaScript: it works under any Node >= 18, so that an
// old system Node gets an answer instead of a syntax error.
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const LEAST = [24, 15];
/** In a checkout the sources are run, always: no release that was built there earlier is run by surprise. */
const isCheckout = existsSync(`${root}src/cli`);

/**
 * Where compiled code is kept, so that a start costs about half the CPU: beside the program; where that may not be
 * written, in the folder that systemd made for the service (CacheDirectory=) or in the user's own; never where another
 * user could put his: what lies there is run. Workers take it from the environment; it may be nowhere.
 */
function compiledCode() {
  const { NODE_COMPILE_CACHE, CACHE_DIRECTORY, XDG_CACHE_HOME, HOME } = process.env;
  if (NODE_COMPILE_CACHE) return NODE_COMPILE_CACHE;
  const users = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  const folders = [
    isCheckout ? `${root}node_modules/.cache/compiled` : `${root}.compiled`,
    CACHE_DIRECTORY && `${CACHE_DIRECTORY.split(':')[0]}/compiled`,
    users && `${users}/scraping-orchestrator/compiled`,
  ];
  return folders.find((folder) => folder && isOurs(folder));
}

function isOurs(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return statSync(folder).uid === process.getuid();
  } catch {
    return false;
  }
}

/** It is written when a program ends; one that runs for weeks may be killed, and its next start is the one that must be quick. */
function keepCompiled(folder) {
  nodeModule.enableCompileCache(folder);
  setTimeout(() => nodeModule.flushCompileCache(), 30_000).unref();
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

const WORDS = {
  en: {
    what: 'is too old; this program needs at least Node',
    inCheckout: "`npm ci` in the project's folder installs one for this project; or install Node 24 from nodejs.org.",
    inRelease: 'Install Node 24 from nodejs.org, and start this program with it.',
  },
  es: {
    what: 'es demasiado viejo; este programa necesita al menos Node',
    inCheckout: '`npm ci` en la carpeta del proyecto instala uno para este proyecto; o instale Node 24 de nodejs.org.',
    inRelease: 'Instale Node 24 de nodejs.org, e inicie este programa con él.',
  },
};

/** As src/wording/language.ts has it: nothing of src can be loaded here. */
function speaksSpanish() {
  const { SCRAPING_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^(es|spa)/i.test(SCRAPING_LANG || LC_ALL || LC_MESSAGES || LANG || '');
}

/** @param name of a program: `scraping-monitor` */
export async function start(name) {
  const program = isCheckout ? `src/cli/${name}.ts` : `lib/${name}.js`;
  const folder = compiledCode();
  if (folder) process.env.NODE_COMPILE_CACHE = folder;
  if (isNewEnough(process.versions.node)) {
    if (folder) keepCompiled(folder);
    await import(new URL(`../${program}`, import.meta.url));
    return;
  }
  const own = `${root}node_modules/.bin/node`;
  if (!existsSync(own)) {
    const { what, inCheckout, inRelease } = WORDS[speaksSpanish() ? 'es' : 'en'];
    console.error(`Node ${process.versions.node} ${what} ${LEAST.join('.')}.`);
    console.error(`  → ${isCheckout ? inCheckout : inRelease}`);
    process.exit(78);
  }
  const { spawn } = await import('node:child_process');
  const flags = ['--disable-warning=ExperimentalWarning', ...process.execArgv];
  const child = spawn(own, [...flags, root + program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself (same terminal); a signal sent to us alone is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === null ? 1 : 128));
  });
}
