#!/usr/bin/env node
import { program } from './command-line.ts';
import { loadCommands } from './load-commands.ts';

const main = program(
  'scraping-orchestrator',
  'Collects property listings from the portals of the catalogue, batch by batch.',
);
await loadCommands(
  main,
  {
    serve: async () => (await import('./commands/serve.ts')).addServe,
    run: async () => (await import('./commands/run.ts')).addRun,
    validate: async () => (await import('./commands/validate.ts')).addValidate,
    init: async () => (await import('./commands/init.ts')).addInit,
    db: async () => (await import('./commands/db.ts')).addDb,
    backup: async () => (await import('./commands/backup.ts')).addBackup,
    reparse: async () => (await import('./commands/reparse.ts')).addReparse,
    rebuild: async () => (await import('./commands/rebuild.ts')).addRebuild,
    maintenance: async () => (await import('./commands/maintenance.ts')).addMaintenance,
    doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  },
  process.argv.slice(2),
);
await main.parseAsync();
