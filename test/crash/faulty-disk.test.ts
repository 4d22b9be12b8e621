import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { faultyDisk, KINDS, noFaultyDisk } from './faulty-disk.ts';
import type { Kind } from './faulty-disk.ts';

const CHANGES = join(import.meta.dirname, 'change-files.ts');
const mayTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
const skip = noFaultyDisk() || (mayTrace ? false : 'NOT PROVED HERE: strace is not installed, or not allowed');

/** System calls by the kind they are counted as. */
const SYSTEM_CALLS: Readonly<Record<string, Kind>> = {
  write: 'write',
  pwrite64: 'write',
  writev: 'write',
  pwritev: 'write',
  sendfile: 'write',
  copy_file_range: 'write',
  fsync: 'sync',
  fdatasync: 'sync',
  rename: 'rename',
  renameat: 'rename',
  renameat2: 'rename',
  link: 'rename',
  linkat: 'rename',
  unlink: 'unlink',
  unlinkat: 'unlink',
  rmdir: 'unlink',
  ftruncate: 'truncate',
  truncate: 'truncate',
  fallocate: 'truncate',
  mkdir: 'mkdir',
  mkdirat: 'mkdir',
};

test('P1 P3 no call that changes a file passes the faulty disk by: strace counts as many', { skip }, (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faulty-disk-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, 'place');
  mkdirSync(place);
  const disk = faultyDisk(t, [place]);
  const trace = join(folder, 'trace');
  const names = Object.keys(SYSTEM_CALLS).join(',');
  const variables = Object.entries(disk.environment).flatMap(([name, value]) => ['-E', `${name}=${value}`]);
  const run = spawnSync(
    'strace',
    [
      '-f',
      '-y',
      '-qq',
      '-s',
      '0',
      '-e',
      'signal=none',
      '-e',
      `trace=${names},open,openat`,
      '-o',
      trace,
      ...variables,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      CHANGES,
      place,
    ],
    { encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  const kernel = countBy(
    readFileSync(trace, 'utf8')
      .split('\n')
      .flatMap((line) => kindOf(line, place)),
  );
  const ours = countBy(disk.calls().map(({ kind }) => kind));
  assert.deepEqual(ours, kernel);
  for (const kind of KINDS) assert.ok((ours[kind] ?? 0) > 0, `no ${kind} was made`);
});

/** A call that is interrupted by another thread's is told of twice: its beginning counts. */
function kindOf(line: string, place: string): readonly Kind[] {
  const name = /^\d+ +(\w+)\(/.exec(line)?.[1] ?? '';
  // C's remove(3) first takes a folder for a file.
  if (!line.includes(place) || line.endsWith('EISDIR (Is a directory)')) return [];
  if (name === 'open' || name === 'openat') return /O_CREAT|O_TRUNC/.test(line) ? ['open'] : [];
  const kind = SYSTEM_CALLS[name];
  return kind === undefined ? [] : [kind];
}

function countBy(kinds: readonly Kind[]): Readonly<Partial<Record<Kind, number>>> {
  return Object.fromEntries(KINDS.map((kind) => [kind, kinds.filter((one) => one === kind).length]));
}
