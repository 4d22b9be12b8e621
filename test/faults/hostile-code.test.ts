/** Threats to the code itself: patterns that never end, and shells. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { workerCommand } from '../../src/app/worker-command.ts';
import { ROOT } from '../support/rehearsal.ts';

/** Taken as it is, a single one of these pairs takes hours. */
const ENDLESS_MS = 240_000;

test('T22 of a hundred evil pairs of pattern and text each is refused with its definition, or read', async () => {
  const flags = workerCommand(512).args.filter((argument) => argument.startsWith('--'));
  const child = fileURLToPath(new URL('evil-patterns-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, child], { timeout: ENDLESS_MS });
  assert.equal(stdout, '100');
});

test('T31 pages made against the recogniser of blocks are read, however often they repeat what makes a pattern turn back', async () => {
  const child = fileURLToPath(new URL('hostile-pages-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child], { timeout: ENDLESS_MS });
  assert.equal(stdout, '110');
});

test('T32 nothing in the product starts a shell: programs are started with their arguments as a list', () => {
  const folder = join(ROOT, 'src');
  const shells: string[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    const imports = /import \{([^}]*)\} from 'node:child_process'/.exec(text)?.[1] ?? '';
    if (/\b(?:exec|execSync)\b/.test(imports) || /\bshell:\s*true/.test(text)) shells.push(file);
  }
  assert.deepEqual(shells, []);
});
