#!/usr/bin/env node
import { cliLanguage, program } from './command-line.ts';
import { loadCommands } from './load-commands.ts';
import { ORCHESTRATOR_COMMANDS } from './orchestrator-commands.ts';
import { prepareOutput } from './output.ts';
import { DESCRIPTIONS } from './program-words.ts';

const NAME = 'scraping-orchestrator';

prepareOutput();
const words = process.argv.slice(2);
const main = program(NAME, DESCRIPTIONS[cliLanguage()][NAME]);
await loadCommands(main, ORCHESTRATOR_COMMANDS, words);
await main.parseAsync(words, { from: 'user' });
