#!/usr/bin/env node
import { program } from './command-line.ts';
import { addCancel } from './commands/cancel.ts';
import { addDoctor } from './commands/doctor.ts';
import { addHistory } from './commands/history.ts';
import { addLogs } from './commands/logs.ts';
import { addPause, addResume } from './commands/pause.ts';
import { addRetry } from './commands/retry.ts';
import { addRunNow } from './commands/run-now.ts';
import { addSchedule } from './commands/schedule.ts';
import { addSite } from './commands/site.ts';
import { addStatus } from './commands/status.ts';
import { addTasks } from './commands/tasks.ts';

const main = program('scraping-monitor', 'Shows what the scraping orchestrator does and did.');
addStatus(main);
addTasks(main);
addHistory(main);
addSchedule(main);
addRunNow(main);
addPause(main);
addResume(main);
addRetry(main);
addCancel(main);
addLogs(main);
addDoctor(main);
addSite(main);
await main.parseAsync();
