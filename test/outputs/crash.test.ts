import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { seededRandom } from '../../src/core/clock.ts';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import { scratchFolder } from './scratch-folder.ts';

const PUBLISHER = join(import.meta.dirname, 'publish-on-command.ts');

/** Checks every file outside the staging folder; returns how many CSVs have their manifest. */
function checkTree(root: string): number {
  let whole = 0;
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.endsWith('.staging')) continue;
    const path = join(entry.parentPath, entry.name);
    const text = fs.readFileSync(path, 'utf8');
    const [body = '', seal] = text.trimEnd().split('\n');
    assert.equal(seal, createHash('sha256').update(body).digest('hex'), `${path} is not whole`);
    if (!entry.name.endsWith('.manifest.json')) continue;
    const csv = fs.readFileSync(join(entry.parentPath, 'x.csv'));
    assert.equal(body, createHash('sha256').update(csv).digest('hex'), `${path} speaks of another CSV`);
    whole += 1;
  }
  return whole;
}

test('F1 killed at any moment, a publisher leaves only whole files, and manifests only of the CSV beside them', async (t) => {
  const root = scratchFolder(t);
  const random = seededRandom(20_261_122);
  let published = 0;
  for (let kill = 0; kill < 12; kill += 1) {
    const child = spawn(process.execPath, [PUBLISHER, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const after = 1 + Math.floor(random.next() * 30);
    const delayMs = random.next() * 12;
    let lines = 0;
    // The child does not wait for us: the signal finds it at a random point of one of the next publications.
    for await (const _line of createInterface({ input: child.stdout })) {
      lines += 1;
      if (lines === after) setTimeout(() => child.kill('SIGKILL'), delayMs);
    }
    const [, signal] = (await exited) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    published = checkTree(root);
  }
  assert.ok(published > 0);
  const outputs = await openLocalOutputs(root);
  await outputs.sweepStaging();
  assert.deepEqual(fs.readdirSync(join(root, '.staging')), []);
});

test('F8 a write that the system cuts short leaves nothing of its task, and smaller ones go on', (t) => {
  const root = scratchFolder(t);
  // A limit on file size makes the kernel take part of a write and refuse the rest, as a full disk does.
  const run = spawnSync('sh', ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, PUBLISHER, root, '10', '2500'], {
    encoding: 'utf8',
  });
  const results = readResults(run.stdout);
  assert.equal(results.length, 10, run.stderr);
  const refused = results.filter((result) => result.code !== undefined);
  assert.ok(refused.length > 0 && refused.length < 10);
  for (const { code, message } of refused) {
    assert.equal(code, 'E_DISK_FULL');
    assert.match(message ?? '', /CyT\/Gdl\/Ven\/P\d\/Sep25\/01\/x.*EFBIG/);
  }
  assert.ok(checkTree(root) > 0);
  assert.deepEqual(fs.readdirSync(join(root, '.staging')), []);
});

const mayTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
const needsTrace = mayTrace ? false : 'strace is not installed or not allowed here';

test(
  'D18 files are synced before they are renamed, the mark comes last, then the folder and those made for it are synced, and before the mark where files are replaced',
  { skip: needsTrace },
  (t) => {
    const root = fs.realpathSync(scratchFolder(t));
    const trace = join(scratchFolder(t), 'trace');
    // Eight publications: the eighth replaces the files of the first, mark and all.
    const run = spawnSync(
      'strace',
      ['-f', '-y', '-e', 'trace=fsync,rename,unlink', '-o', trace, process.execPath, PUBLISHER, root, '8'],
      { encoding: 'utf8' },
    );
    assert.equal(readResults(run.stdout).length, 8, run.stderr);
    const calls = completedCalls(fs.readFileSync(trace, 'utf8'), root);
    const folder = 'CyT/Gdl/Ven/P0/Sep25/01';
    const files = [`rename ${folder}/x_rejected.csv`, `rename ${folder}/x.csv`, 'rename .journal/0.json'];
    const mark = [`rename ${folder}/x.manifest.json`, `fsync ${folder}`];
    const publications = calls.join('\n').split(/(?<!fsync staged)\n(?=fsync staged)/);
    assert.equal(publications.length, 8);
    const [first = [], last = []] = [publications[0], publications[7]].map((calls) => calls?.split('\n'));
    // What is derived from the others is not waited for, and the folders that were made come last.
    const waited = Array<string>(3).fill('fsync staged');
    assert.deepEqual(first.slice(0, 8), [...waited, ...files, ...mark]);
    assert.deepEqual(
      new Set(first.slice(8)),
      new Set(
        ['.', 'CyT', 'CyT/Gdl', 'CyT/Gdl/Ven', 'CyT/Gdl/Ven/P0', 'CyT/Gdl/Ven/P0/Sep25'].map((at) => `fsync ${at}`),
      ),
    );
    // Where it replaces an older one it is.
    assert.deepEqual(last.slice(0, 6), [
      ...waited,
      'fsync staged',
      `unlink ${folder}/x.manifest.json`,
      `fsync ${folder}`,
    ]);
    assert.deepEqual(last.slice(6, 9), files);
    assert.deepEqual(new Set(last.slice(9, 11)), new Set([`fsync ${folder}`, 'fsync .journal']));
    assert.deepEqual(last.slice(11), mark);
  },
);

const mayMount = spawnSync('unshare', ['-m', 'true']).status === 0;
const needsMount = mayMount ? false : 'this machine does not let us mount a small disk';

test(
  'F8 on a full disk nothing half-written stays, the fault says so, and work resumes once there is room',
  { skip: needsMount },
  (t) => {
    const root = scratchFolder(t);
    const script = [
      'mount -t tmpfs -o size=96k tmpfs "$2"',
      '"$0" "$1" "$2" 14 2500',
      'rm -r "$2/CyT"',
      'echo "{\\"round\\":-1}"',
      '"$0" "$1" "$2" 1 2500',
      'cp -r "$2" "$3"',
    ].join('\n');
    const copy = join(scratchFolder(t), 'copy');
    const run = spawnSync('unshare', ['-m', 'sh', '-ec', script, process.execPath, PUBLISHER, root, copy], {
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    const results = readResults(run.stdout);
    const cleared = results.findIndex((result) => result.round === -1);
    const refused = results.slice(0, cleared).filter((result) => result.code !== undefined);
    assert.ok(refused.length > 0);
    for (const { code, message } of refused) {
      assert.equal(code, 'E_DISK_FULL', message);
      assert.match(message ?? '', /no space is left on the disk \(ENOSPC\)/);
    }
    assert.deepEqual(results.slice(cleared + 1), [{ round: 0 }]);
    assert.equal(checkTree(copy), 1);
    assert.deepEqual(fs.readdirSync(join(copy, '.staging')), []);
  },
);

test('a staging folder on another disk is refused at start, with the cure', { skip: needsMount }, (t) => {
  const root = scratchFolder(t);
  fs.mkdirSync(join(root, '.staging'));
  const script = 'mount -t tmpfs tmpfs "$2/.staging"; "$0" "$1" "$2" 1';
  const run = spawnSync('unshare', ['-m', 'sh', '-ec', script, process.execPath, PUBLISHER, root], {
    encoding: 'utf8',
  });
  assert.notEqual(run.status, 0);
  assert.match(run.stderr, /\.staging is on another file system than/);
});

test('a folder of the tree on another disk is named, and nothing stays', { skip: needsMount }, (t) => {
  const root = scratchFolder(t);
  fs.mkdirSync(join(root, 'CyT'));
  const script = 'mount -t tmpfs tmpfs "$2/CyT"; "$0" "$1" "$2" 1';
  const run = spawnSync('unshare', ['-m', 'sh', '-ec', script, process.execPath, PUBLISHER, root], {
    encoding: 'utf8',
  });
  const [result] = readResults(run.stdout);
  assert.equal(result?.code, 'E_DIRECTORY');
  assert.match(result?.message ?? '', /x_rejected\.csv.*another file system.*EXDEV/);
  assert.deepEqual(fs.readdirSync(join(root, '.staging')), []);
});

/** `fsync staged`, `rename CyT/…/x.csv`: calls on the tree in the order in which they were done. */
function completedCalls(trace: string, root: string): readonly string[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line) => {
    const [, thread = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (text.includes('<unfinished')) begun.set(thread, text);
    if (!text.endsWith('= 0')) return [];
    const call = text.startsWith('<...') ? (begun.get(thread) ?? '') : text;
    const [name = ''] = call.split('(');
    const [path] = [...call.matchAll(/[<"](\/[^>"]*)[>"]/g)].map((match) => match[1]).slice(-1);
    if (path === undefined || !path.startsWith(root)) return [];
    return [`${name} ${path.includes('.part') ? 'staged' : path.slice(root.length + 1) || '.'}`];
  });
}

interface Result {
  readonly round: number;
  readonly code?: string;
  readonly message?: string;
}

function readResults(stdout: string): readonly Result[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);
}
