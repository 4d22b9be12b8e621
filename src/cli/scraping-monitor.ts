#!/usr/bin/env node
import { cliLanguage, program } from './command-line.ts';
import { loadCommands } from './load-commands.ts';
import { MONITOR_COMMANDS } from './monitor-commands.ts';
import { prepareOutput } from './output.ts';
import { DESCRIPTIONS } from './program-words.ts';

const NAME = 'scraping-monitor';

async function run(words: readonly string[]): Promise<void> {
  const main = program(NAME, DESCRIPTIONS[cliLanguage()][NAME]);
  await loadCommands(main, MONITOR_COMMANDS, words);
  await main.parseAsync(words, { from: 'user' });
}

prepareOutput();
const words = process.argv.slice(2);
if (words.length === 0 && process.stdin.isTTY && process.stdout.isTTY)
  await (await import('./menu.ts')).runMenu(run, cliLanguage());
else await run(words);
