import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';

/** A folder of the test's own, removed after it. */
export function logFolder(t: TestContext): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'logs-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The lines of a log file, compressed or not, as values. */
export function linesIn(path: string): readonly Record<string, unknown>[] {
  const bytes = fs.readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
