#!/usr/bin/env node
import { program } from './command-line.ts';
import { addDb } from './commands/db.ts';
import { addInit } from './commands/init.ts';
import { addRun } from './commands/run.ts';
import { addValidate } from './commands/validate.ts';

const main = program('scraping-orchestrator', 'Collects property listings from the portals of the catalogue, batch by batch.');
addRun(main);
addValidate(main);
addInit(main);
addDb(main);
await main.parseAsync();
