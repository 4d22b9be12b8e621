/** The commands as a whole: their reference, their words in both languages, their completion, and how the programs behave. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Command } from 'commander';
import { program } from '../../src/cli/command-line.ts';
import { commandsDocument, DOCUMENTS } from '../../src/cli/commands-document.ts';
import { loadEvery } from '../../src/cli/load-every.ts';
import type { Language } from '../../src/wording/language.ts';
import { ROOT } from '../support/rehearsal.ts';

const MONITOR = join(ROOT, 'bin', 'scraping-monitor.mjs');

/** Commands take their words when they are made. */
async function speaking<T>(language: Language, work: () => Promise<T>): Promise<T> {
  const before = process.env['SCRAPING_LANG'];
  process.env['SCRAPING_LANG'] = language;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env['SCRAPING_LANG'];
    else process.env['SCRAPING_LANG'] = before;
  }
}

async function everyCommand(name: string, language: Language): Promise<readonly Command[]> {
  const leaves = (command: Command): readonly Command[] =>
    command.commands.flatMap((child) => (child.commands.length > 0 ? leaves(child) : [child]));
  return speaking(language, async () => {
    const whole = program(name, '', language);
    await loadEvery(whole, name);
    return leaves(whole);
  });
}

for (const language of ['en', 'es'] as const)
  test(`docs/${DOCUMENTS[language]} says what the commands say`, async () => {
    const said = await speaking(language, () => commandsDocument(language));
    const written = readFileSync(join(ROOT, 'docs', DOCUMENTS[language]), 'utf8');
    assert.equal(said, written, `SCRAPING_LANG=${language} node scripts/commands-document.ts ${language}`);
  });

/** Names of channels are the same in both languages. */
const SAME: readonly string[] = ['--channel'];

for (const name of ['scraping-monitor', 'scraping-orchestrator'])
  test(`every command of ${name} and every option of it has its own words in Spanish`, async () => {
    const words = (commands: readonly Command[]): ReadonlyMap<string, string> =>
      new Map(
        commands.flatMap((command) => [
          [pathOf(command), command.description()] as const,
          ...command.options
            .filter(({ long }) => !SAME.includes(long ?? ''))
            .map((option) => [`${pathOf(command)} ${option.flags}`, option.description] as const),
        ]),
      );
    const english = words(await everyCommand(name, 'en'));
    const spanish = words(await everyCommand(name, 'es'));
    assert.deepEqual([...spanish.keys()], [...english.keys()]);
    assert.ok(english.size > 40, `${english.size} commands and options`);
    assert.deepEqual(
      [...english].filter(([one, said]) => said === '' || spanish.get(one) === said).map(([one]) => one),
      [],
    );
  });

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

function empty(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'config.yaml');
  writeFileSync(file, 'database: {path: none.db}\ndata: {directory: tree}\nmonitoring: {status_file: status.json}\n');
  return file;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [MONITOR, ...args], {
    encoding: 'utf8',
    env: { ...process.env, SCRAPING_LANG: 'en', ...environment },
  });
}

test('before the first batch status says so, in the language asked for, without colours in a pipe', (t) => {
  const config = empty(t);
  const english = run(['status', '-c', config]);
  assert.equal(english.status, 0, english.stderr);
  assert.match(english.stdout, /^No batch yet\./);
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(english.stdout, /\u001b/);
  const spanish = run(['status', '-c', config], { SCRAPING_LANG: '', LC_ALL: 'es_MX.UTF-8', FORCE_COLOR: '1' });
  assert.match(spanish.stdout, /^Todavía no hay lotes\./);
  // oxlint-disable-next-line no-control-regex
  assert.match(spanish.stdout, /\u001b\[33m/, 'and with colours where they are asked for');
});

test('what destroys is refused where nobody can be asked, and a misspelt command or option is corrected', (t) => {
  const config = empty(t);
  const cancel = run(['cancel', '-c', config]);
  assert.equal(cancel.status, 64);
  assert.match(cancel.stderr, /Cancel the open batch\?.*\n.*--yes/);
  const command = run(['statu']);
  assert.equal(command.status, 64);
  assert.match(command.stderr, /Did you mean one of stats, status\?/);
  const option = run(['tasks', '--staus', 'x']);
  assert.equal(option.status, 64);
  assert.match(option.stderr, /Did you mean --status\?/);
});

test('a reader that has seen enough ends the program without a word', async () => {
  const child = spawn(process.execPath, [MONITOR, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.on('data', (part: Buffer) => {
    told += part.toString();
  });
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(told, '');
  assert.equal(code, 0);
});
