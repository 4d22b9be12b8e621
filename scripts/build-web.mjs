// Builds the web dashboard into web/dist when it is owed: it is missing, or was built of other sources.
// Plain JavaScript for any Node >= 18; Vite itself runs under the project's own Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = `${root}web/dist`;
const vite = `${root}node_modules/vite/bin/vite.js`;
/** Says of which sources it was built. */
const stamp = `${built}/.built-from`;
/** Whatever of the project goes into the files: the dashboard, the words it shares, and what it is built with. */
const sources = ['web', 'src/wording', 'src/core', 'package-lock.json'];

function filesOf(path) {
  if (!existsSync(join(root, path))) return [];
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('dist') && !name.startsWith('.'))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesOf(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesOf)) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Builds when it is owed, or `always`. A build that fails leaves the old one in place, and what called it goes on: the
 * work does not wait for its dashboard. False = it failed.
 */
export function buildWeb(always = false) {
  const wanted = fingerprint();
  if (!always && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  if (!existsSync(vite)) {
    console.error(
      'The web dashboard is owed, and Vite is not installed to build it: `npm ci`, then `npm run build:web`.',
    );
    return false;
  }
  console.error('Building the web dashboard …');
  mkdirSync(`${root}var`, { recursive: true });
  const fresh = `${root}var/web-build-${process.pid}`;
  const own = `${root}node_modules/.bin/node`;
  const run = spawnSync(
    existsSync(own) ? own : process.execPath,
    [vite, 'build', 'web', '--config', 'web/vite.config.ts', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (run.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    console.error('The dashboard was not built: see above. `npm run build:web` tries again.');
    return false;
  }
  compress(`${fresh}/assets`);
  writeFileSync(`${fresh}/.built-from`, wanted);
  // Swapped as a whole: a service that runs never serves half of it.
  const old = `${fresh}-old`;
  if (existsSync(built)) renameSync(built, old);
  renameSync(fresh, built);
  rmSync(old, { recursive: true, force: true });
  return true;
}

/** Once here, instead of at every request. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !buildWeb(process.argv.includes('--always'))) process.exit(1);
