import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { listOptions, listWebsiteKeys } from '../../src/config/list-options.ts';
import { parseConfig } from '../../src/config/load.ts';
import { formatDuration, parseDuration } from '../../src/config/option.ts';
import { LOCAL_PATHS, configTemplate, optionTable } from '../../src/config/template.ts';

const location = { environment: {}, workingDirectory: '/' };
const root = new URL('../../', import.meta.url);

/** After a change of the schema: `UPDATE_DOCS=1 node --test test/config/documents.test.ts` writes both documents anew. */
const update = process.env['UPDATE_DOCS'] === '1';
const BETWEEN_MARKS = /(?<=<!-- options -->\n\n)[\s\S]*?(?=\n\n<!-- \/options -->)/;

describe('the commented template', () => {
  it('is a valid file that changes nothing', () => {
    assert.deepEqual(
      parseConfig(configTemplate(), '/config.yaml', location).config,
      parseConfig('', null, location).config,
    );
  });

  it('shows every option with its default: without its comment marks it says the same', () => {
    const uncommented = configTemplate().replaceAll(/^( *)# (?=[a-z_]+:( |$))/gm, '$1');
    const { config, sourceOf } = parseConfig(uncommented, '/config.yaml', location);
    assert.deepEqual(config, parseConfig('', null, location).config);
    for (const { path } of listOptions()) assert.equal(sourceOf(path.join('.')).kind, 'file', path.join('.'));
  });

  it('shows an example of every override of a website', () => {
    const example = configTemplate().replaceAll(/^ {2}# {1,3}(?=Inm24:|[a-z_]+: .* # )/gm, (mark) =>
      mark.length > 4 ? '    ' : '  ',
    );
    const { config } = parseConfig(example, '/config.yaml', location);
    assert.deepEqual(
      Object.keys(config.websites['Inm24'] ?? {}),
      listWebsiteKeys().map(({ key }) => key),
    );
  });

  it('writes the values that init chose', () => {
    const { config } = parseConfig(configTemplate(LOCAL_PATHS), '/home/team/config.yaml', location);
    assert.equal(config.database.path, '/home/team/orchestrator.db');
    assert.deepEqual(config.scrapers.definitions, ['/home/team/sites']);
    for (const path of Object.keys(LOCAL_PATHS))
      assert.ok(
        listOptions().some((option) => option.path.join('.') === path),
        path,
      );
  });

  it('is the example in the repository', async () => {
    const file = new URL('config/config.example.yaml', root);
    if (update) await writeFile(file, configTemplate());
    assert.equal(await readFile(file, 'utf8'), configTemplate());
  });
});

it('docs/configuration.md holds the option table that the schema gives', async () => {
  const file = new URL('docs/configuration.md', root);
  const text = await readFile(file, 'utf8');
  if (update)
    await writeFile(
      file,
      text.replace(BETWEEN_MARKS, () => optionTable()),
    );
  const [table] = BETWEEN_MARKS.exec(await readFile(file, 'utf8')) ?? [];
  assert.equal(table, optionTable());
});

it('every option has a description and an environment name of its own', () => {
  const options = listOptions();
  assert.ok(options.length > 50);
  assert.equal(new Set(options.map(({ environment }) => environment)).size, options.length);
  for (const { path, description } of options) assert.ok(description.length > 3, path.join('.'));
});

it('durations are read and written', () => {
  assert.deepEqual(['250ms', '1.5h', '14d', '60 s', '5', '5x', '-5s', ''].map(parseDuration), [
    250,
    5_400_000,
    1_209_600_000,
    60_000,
    null,
    null,
    null,
    null,
  ]);
  assert.deepEqual([250, 60_000, 90_000, 1_209_600_000, 0].map(formatDuration), ['250ms', '1m', '90s', '14d', '0ms']);
});
