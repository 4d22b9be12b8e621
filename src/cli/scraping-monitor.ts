#!/usr/bin/env node
import { program } from './command-line.ts';
import { addHistory } from './commands/history.ts';
import { addSite } from './commands/site.ts';
import { addStatus } from './commands/status.ts';
import { addTasks } from './commands/tasks.ts';

const main = program('scraping-monitor', 'Shows what the scraping orchestrator does and did.');
addStatus(main);
addTasks(main);
addHistory(main);
addSite(main);
await main.parseAsync();
