#!/usr/bin/env node
import { program } from './command-line.ts';
import { addBackup } from './commands/backup.ts';
import { addDb } from './commands/db.ts';
import { addDoctor } from './commands/doctor.ts';
import { addInit } from './commands/init.ts';
import { addMaintenance } from './commands/maintenance.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addRun } from './commands/run.ts';
import { addServe } from './commands/serve.ts';
import { addValidate } from './commands/validate.ts';

const main = program(
  'scraping-orchestrator',
  'Collects property listings from the portals of the catalogue, batch by batch.',
);
addServe(main);
addRun(main);
addValidate(main);
addInit(main);
addDb(main);
addBackup(main);
addRebuild(main);
addMaintenance(main);
addDoctor(main);
await main.parseAsync();
