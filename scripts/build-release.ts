/**
 * `npm run build [-- --to DIR]`: makes a release, a folder that runs wherever Node 24 is, without npm and without a
 * checkout (decision 012). It is made beside the old one and takes its place as a whole.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { VERSION } from '../src/core/version.ts';
import project from '../package.json' with { type: 'json' };
import { bundleCode } from './release/bundle-code.ts';
import { licencesOf } from './release/licences.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What goes into a release as it stands; programs first. */
const COPIED = [
  'bin',
  'sites',
  'data',
  'urls',
  'web/dist',
  'deploy',
  'docs',
  'README.md',
  'CHANGELOG.md',
  'GLOSSARY.md',
];
/**
 * The one package that is not bundled: it finds its own files by their places. Only a browser-mode worker loads it, and
 * what it has for recording and looking at traces is left out.
 */
const WHOLE_PACKAGE = 'playwright-core';
const NOT_NEEDED = /\/playwright-core\/(types|bin|lib\/(vite|tools)|cli\.js)(\/|$)/;

/**
 * @param to the folder to be made; one that was made before is replaced
 * @param more entries besides the product's own, file by name: for whoever measures a release from within
 */
export async function buildRelease(
  to: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly stamp: string }> {
  requireDashboard();
  const built = commit();
  const stamp = `${VERSION}+${built}`;
  const fresh = `${to}-${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  try {
    const packages = await bundleCode({
      root: ROOT,
      folder: join(fresh, 'lib'),
      stamp,
      unbundled: WHOLE_PACKAGE,
      more,
    });
    for (const path of COPIED) copy(path, fresh);
    copy(`node_modules/${WHOLE_PACKAGE}`, fresh);
    const { name, version, description, license, type, engines, bin } = project;
    writeJson(join(fresh, 'package.json'), { name, version, private: true, description, license, type, engines, bin });
    writeJson(join(fresh, 'release.json'), { stamp, version, commit: built });
    writeFileSync(join(fresh, 'LICENCES.txt'), licencesOf([...packages, WHOLE_PACKAGE], ROOT));
    takePlace(fresh, to);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return { stamp };
}

function requireDashboard(): void {
  if (existsSync(join(ROOT, 'web/dist/index.html'))) return;
  throw new Error(
    'the web dashboard is not built (web/dist): `npm run build:web`, or `npm run build`, which does both',
  );
}

/** The commit it is built from; with what is not committed it says so. */
function commit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('--no-optional-locks', 'status', '--porcelain') === '' ? '' : `.changed.${moment()}`;
    return `${git('rev-parse', '--short', 'HEAD')}${changed}`;
  } catch {
    // Sources without their history: a downloaded archive.
    return `unknown.${moment()}`;
  }
}

/** Of two builds of no known commit none is taken for the other. */
function moment(): string {
  return Date.now().toString(36);
}

function copy(path: string, into: string): void {
  cpSync(join(ROOT, path), join(into, path), { recursive: true, filter: (source) => !NOT_NEEDED.test(source) });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function takePlace(fresh: string, place: string): void {
  const old = `${fresh}-old`;
  if (existsSync(place)) renameSync(place, old);
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { to: { type: 'string', default: join(ROOT, 'dist') } } });
  const to = resolve(values.to);
  const { stamp } = await buildRelease(to);
  console.log(`${stamp} stands in ${to}: copy that folder to where it is to run (README.md, "A release").`);
}
