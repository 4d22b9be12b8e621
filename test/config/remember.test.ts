import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { listOptions } from '../../src/config/list-options.ts';
import { loadConfig } from '../../src/config/load.ts';
import { loadConfigAgain } from '../../src/config/remember.ts';

const TEXT = `execution:
  retry: { delay: 2m }
websites:
  Inm24: { lanes: 2 }
data:
  urls: lists
`;

function given(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'remember-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.yaml');
  const kept = join(folder, 'config.json');
  writeFileSync(file, TEXT);
  const location = (more: Readonly<Record<string, string>> = {}) => ({
    file,
    environment: { NODE_COMPILE_CACHE: folder, ...more },
    workingDirectory: folder,
  });
  /** Puts something into what is kept that no reading of the file would give: whether it was used can be seen. */
  const mark = (): void => writeFileSync(kept, readFileSync(kept, 'utf8').replace('"lanes":2', '"lanes":7'));
  return { folder, file, kept, location, mark };
}

test('a configuration is kept, and is the same when it is taken from there: values, places, warnings', async (t) => {
  const { location, kept } = given(t);
  const environment = { SCRAPING_EXECUTION_MAX_PAGES: '5', SCRAPING_NOTHING: '1' };
  const right = await loadConfig(location(environment));
  for (const loaded of [
    await loadConfigAgain(location(environment), 'r1'),
    await loadConfigAgain(location(environment), 'r1'),
  ]) {
    assert.deepEqual(loaded.config, right.config);
    assert.deepEqual(loaded.warnings, right.warnings);
    assert.equal(loaded.warnings.length, 1);
    assert.equal(loaded.file, right.file);
    const paths = [...listOptions().map(({ path }) => path.join('.')), 'websites.Inm24.lanes', 'websites.Lam.lanes'];
    for (const path of paths) assert.deepEqual(loaded.sourceOf(path), right.sourceOf(path), path);
  }
  assert.equal(statSync(kept).mode & 0o777, 0o600, 'for this user alone');
});

test('what is kept stands for its file, text, variables, folder and release alone', async (t) => {
  const { location, mark, file } = given(t);
  const lanesOf = async (at = location(), release: string | null = 'r1') =>
    (await loadConfigAgain(at, release)).config.websites['Inm24']?.lanes;
  await lanesOf();
  mark();
  assert.equal(await lanesOf(), 7, 'it is used');
  assert.equal(await lanesOf(location(), null), 2, 'never from source');
  for (const other of [
    () => lanesOf(location(), 'r2'),
    () => lanesOf(location({ SCRAPING_EXECUTION_MAX_PAGES: '9' })),
    () => lanesOf({ ...location(), workingDirectory: tmpdir() }),
    () => {
      writeFileSync(file, `${TEXT}# looked at\n`);
      return lanesOf();
    },
  ]) {
    await lanesOf();
    mark();
    assert.equal(await other(), 2);
  }
});

test('a configuration that has become wrong is told as ever, whatever is kept, and what cannot be kept is no fault', async (t) => {
  const { location, file, kept } = given(t);
  await loadConfigAgain(location(), 'r1');
  writeFileSync(file, TEXT.replace('lanes: 2', 'lanes: many'));
  const told = await loadConfig(location()).catch((error: unknown) => error);
  await assert.rejects(loadConfigAgain(location(), 'r1'), told as Error);
  await assert.rejects(loadConfigAgain(location({ SCRAPING_EXECUTION_MAX_PAGES: 'x' }), 'r1'), { code: 'E_CONFIG' });
  writeFileSync(file, TEXT);
  writeFileSync(kept, '{"of":');
  assert.equal((await loadConfigAgain(location(), 'r1')).config.websites['Inm24']?.lanes, 2, 'half of a file');
  const nowhere = location({ NODE_COMPILE_CACHE: join(file, 'no folder') });
  assert.equal((await loadConfigAgain(nowhere, 'r1')).config.websites['Inm24']?.lanes, 2);
});
