/** The commands of scraping-orchestrator: each is loaded when it is asked for. */
import type { CommandTable } from './load-commands.ts';

export const ORCHESTRATOR_COMMANDS: CommandTable = {
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
  completion: async () => (await import('./commands/completion.ts')).addCompletion,
};
