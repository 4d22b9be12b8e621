import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { listOptions, listWebsiteKeys } from '../../src/config/list-options.ts';
import { parseConfig } from '../../src/config/load.ts';
import { formatDuration, parseDuration } from '../../src/config/option.ts';
import { LOCAL_PATHS, configTemplate, optionTable } from '../../src/config/template.ts';

const location = { environment: {}, workingDirectory: '/' };
const root = new URL('../../', import.meta.url);

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
    assert.equal(await readFile(new URL('config/config.example.yaml', root), 'utf8'), configTemplate());
  });
});

it('docs/configuration.md holds the option table that the schema gives', async () => {
  const text = await readFile(new URL('docs/configuration.md', root), 'utf8');
  const [, table] = /<!-- options -->\n\n([\s\S]*?)\n\n<!-- \/options -->/.exec(text) ?? [];
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
