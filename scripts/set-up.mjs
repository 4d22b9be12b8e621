// Installs what package-lock.json names when it is owed: on a fresh clone, or after the lockfile changed; then builds the web
// dashboard when that is owed.
// Plain JavaScript for any Node >= 18: it runs before the project's own Node 24 is there.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWeb } from './build-web.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = `${root}package-lock.json`;
const stamp = `${root}node_modules/.installed-lock.json`;

function owed() {
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== readFileSync(wanted, 'utf8');
}

if (owed()) {
  console.error('Installing what package-lock.json names (once; needs the npm registry) …');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (install.status !== 0) {
    console.error('npm ci failed: see above. Check the network to the npm registry and run the command again.');
    process.exit(install.status ?? 1);
  }
  copyFileSync(wanted, stamp);
}

buildWeb();
