import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFault, type ErrorCode } from '../../src/core/errors.ts';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import { scratchFolder } from './scratch-folder.ts';

const FOLDER = 'CyT/Gdl/Ven/Dep/Sep25/01';
const CSV = `${FOLDER}/CyT_Gdl_Ven_Dep_Sep25_01.csv`;
const MANIFEST = `${FOLDER}/CyT_Gdl_Ven_Dep_Sep25_01.manifest.json`;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const pair = (text: string) => [
  { path: CSV, content: bytes(text) },
  { path: MANIFEST, content: bytes(`manifest of ${text}`) },
];

/** Every file below a folder with its content. */
function everything(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory()) files[path.slice(folder.length + 1)] = fs.readFileSync(path, 'utf8');
  }
  return files;
}

function faultOf(code: ErrorCode, naming: string | RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isFault(error), String(error));
    assert.equal(error.code, code);
    assert.match(error.message, typeof naming === 'string' ? new RegExp(RegExp.escape(naming)) : naming);
    return true;
  };
}

test('published files are there whole, and nothing else is', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  await outputs.publish(pair('one'));
  assert.deepEqual(everything(root), { [CSV]: 'one', [MANIFEST]: 'manifest of one' });
  assert.equal(Buffer.from((await outputs.read(CSV)) ?? []).toString(), 'one');
  assert.equal(await outputs.exists(MANIFEST), true);
  assert.deepEqual(
    await outputs.list(FOLDER),
    [CSV, MANIFEST].map((path) => path.slice(FOLDER.length + 1)),
  );
  assert.deepEqual(await outputs.list(''), ['CyT']);
});

test('publishing again replaces all files, with other bytes too', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  await outputs.publish(pair('one'));
  await outputs.publish(pair('one'));
  await outputs.publish(pair('two'));
  assert.deepEqual(everything(root), { [CSV]: 'two', [MANIFEST]: 'manifest of two' });
});

test('many tasks publish at once into the same new folders', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  const names = Array.from({ length: 20 }, (_, i) => `CyT/Gdl/Ven/Dep/Sep25/${i}/x.csv`);
  await Promise.all(names.map((path) => outputs.publish([{ path, content: bytes(path) }])));
  assert.deepEqual(everything(root), Object.fromEntries(names.map((path) => [path, path])));
});

test('a large file is written whole', async (t) => {
  const outputs = await openLocalOutputs(scratchFolder(t));
  const content = Buffer.alloc(3_000_001, 'abc');
  await outputs.publish([{ path: CSV, content }]);
  assert.ok(content.equals((await outputs.read(CSV)) ?? new Uint8Array()));
});

test('what is not there is null, false, empty, and may be removed', async (t) => {
  const outputs = await openLocalOutputs(scratchFolder(t));
  assert.equal(await outputs.read(CSV), null);
  assert.equal(await outputs.exists(CSV), false);
  assert.deepEqual(await outputs.list(FOLDER), []);
  await outputs.remove(CSV);
  await outputs.publish(pair('one'));
  assert.equal(await outputs.exists(FOLDER), false, 'a folder is no file');
  await outputs.remove(CSV);
  assert.equal(await outputs.exists(CSV), false);
  assert.equal(await outputs.exists(MANIFEST), true);
});

test('what a crash left in the staging folder is swept and counted', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  fs.writeFileSync(join(root, '.staging', '1-a.part'), 'half');
  fs.writeFileSync(join(root, '.staging', '1-b.part'), 'half');
  assert.equal(await outputs.sweepStaging(), 2);
  assert.equal(await outputs.sweepStaging(), 0);
  assert.deepEqual(everything(root), {});
});

test('F15 a file that is being staged is never swept by its age: the clock may have jumped since', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  fs.writeFileSync(join(root, '.staging', '1-a.part'), 'half');
  const tomorrow = Date.now() + 86_400_000;
  const over = new AbortController();
  const published = outputs.publish(pair('one')).finally(() => {
    over.abort();
  });
  const swept: number[] = [];
  while (!over.signal.aborted) {
    swept.push(await outputs.sweepStaging(tomorrow));
    await new Promise(setImmediate);
  }
  await published;
  assert.deepEqual(
    swept.filter((files) => files > 0),
    [1],
    'only what another process left',
  );
  assert.equal(await outputs.exists(MANIFEST), true);
});

test('T4 paths that lead elsewhere are refused, and nothing is written', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(join(root, 'tree'));
  for (const path of [
    '../x',
    'a/../../x',
    '/x',
    'a//b',
    'a/./b',
    '',
    '.',
    '..',
    'a\\b',
    'a\0b',
    'a b',
    '.staging/x',
    'é',
    'a'.repeat(256),
  ]) {
    await assert.rejects(
      outputs.publish([...pair('one'), { path, content: bytes('x') }]),
      faultOf('E_CODE', 'is not a path of the tree'),
      path,
    );
    await assert.rejects(outputs.read(path), { code: 'E_CODE' }, path);
    await assert.rejects(outputs.exists(path), { code: 'E_CODE' }, path);
    await assert.rejects(outputs.remove(path), { code: 'E_CODE' }, path);
  }
  assert.deepEqual(everything(root), {});
});

test('T5 a symbolic link at any level of the tree is refused, and nothing is written behind it', async (t) => {
  const scratch = scratchFolder(t);
  const parts = FOLDER.split('/');
  for (let level = 1; level <= parts.length; level += 1) {
    const root = join(scratch, `tree${level}`);
    const elsewhere = join(scratch, `elsewhere${level}`);
    const outputs = await openLocalOutputs(root);
    fs.mkdirSync(join(elsewhere, ...parts.slice(level)), { recursive: true });
    fs.mkdirSync(join(root, ...parts.slice(0, level - 1)), { recursive: true });
    const link = join(root, ...parts.slice(0, level));
    fs.symlinkSync(elsewhere, link);
    await assert.rejects(outputs.publish(pair('one')), faultOf('E_DIRECTORY', `${link} is a symbolic link`));
    await assert.rejects(outputs.read(CSV), faultOf('E_DIRECTORY', `${link} is a symbolic link`));
    await assert.rejects(outputs.remove(CSV), faultOf('E_DIRECTORY', `${link} is a symbolic link`));
    await assert.rejects(outputs.list(FOLDER), faultOf('E_DIRECTORY', `${link} is a symbolic link`));
    assert.deepEqual(everything(elsewhere), {});
    assert.deepEqual(fs.readdirSync(join(root, '.staging')), []);
  }
});

test('T5 a link in the place of a file is replaced or unseen, never followed', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(join(root, 'tree'));
  const victim = join(root, 'victim');
  fs.writeFileSync(victim, 'precious');
  fs.mkdirSync(join(root, 'tree', FOLDER), { recursive: true });
  fs.symlinkSync(victim, join(root, 'tree', CSV));
  fs.symlinkSync(victim, join(root, 'tree', MANIFEST));
  assert.equal(await outputs.read(CSV), null);
  await outputs.publish(pair('one'));
  assert.equal(fs.readFileSync(victim, 'utf8'), 'precious');
  assert.equal(fs.lstatSync(join(root, 'tree', CSV)).isFile(), true);
});

test('T5 a staging folder that is a link or a file is refused at start', async (t) => {
  const root = scratchFolder(t);
  fs.symlinkSync('/tmp', join(root, '.staging'));
  await assert.rejects(openLocalOutputs(root), faultOf('E_DIRECTORY', '.staging is a symbolic link'));
  fs.unlinkSync(join(root, '.staging'));
  fs.writeFileSync(join(root, '.staging'), '');
  await assert.rejects(openLocalOutputs(root), faultOf('E_DIRECTORY', '.staging is no folder'));
});

test('a missing parent or a file in the place of the tree is named at start', async (t) => {
  const root = scratchFolder(t);
  await assert.rejects(openLocalOutputs(join(root, 'a', 'b')), faultOf('E_DIRECTORY', join(root, 'a', 'b')));
  fs.writeFileSync(join(root, 'file'), '');
  await assert.rejects(openLocalOutputs(join(root, 'file')), faultOf('E_DIRECTORY', `${join(root, 'file')} is a file`));
});

test('when the last file cannot be placed, none of its batch stays', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  fs.mkdirSync(join(root, MANIFEST, 'in-the-way'), { recursive: true });
  await assert.rejects(outputs.publish(pair('one')), faultOf('E_DIRECTORY', MANIFEST));
  assert.deepEqual(everything(root), {});
  fs.rmSync(join(root, MANIFEST), { recursive: true });
  await outputs.publish(pair('two'));
  assert.deepEqual(everything(root), { [CSV]: 'two', [MANIFEST]: 'manifest of two' });
});

test('a file where a folder should be is named', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  fs.writeFileSync(join(root, 'CyT'), '');
  await assert.rejects(outputs.publish(pair('one')), faultOf('E_DIRECTORY', `${join(root, 'CyT')} is no folder`));
  assert.deepEqual(everything(root), { CyT: '' });
});

test('folders removed by a clean-up are made again', async (t) => {
  const root = scratchFolder(t);
  const outputs = await openLocalOutputs(root);
  await outputs.publish(pair('one'));
  fs.rmSync(join(root, 'CyT'), { recursive: true });
  await outputs.publish(pair('two'));
  assert.deepEqual(everything(root), { [CSV]: 'two', [MANIFEST]: 'manifest of two' });
});
