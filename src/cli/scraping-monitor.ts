#!/usr/bin/env node
import { program } from './command-line.ts';
import { loadCommands } from './load-commands.ts';

const main = program('scraping-monitor', 'Shows what the scraping orchestrator does and did.');
await loadCommands(
  main,
  {
    status: async () => (await import('./commands/status.ts')).addStatus,
    tasks: async () => (await import('./commands/tasks.ts')).addTasks,
    history: async () => (await import('./commands/history.ts')).addHistory,
    schedule: async () => (await import('./commands/schedule.ts')).addSchedule,
    'run-now': async () => (await import('./commands/run-now.ts')).addRunNow,
    pause: async () => (await import('./commands/pause.ts')).addPause,
    resume: async () => (await import('./commands/pause.ts')).addResume,
    retry: async () => (await import('./commands/retry.ts')).addRetry,
    cancel: async () => (await import('./commands/cancel.ts')).addCancel,
    logs: async () => (await import('./commands/logs.ts')).addLogs,
    doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
    site: async () => (await import('./commands/site.ts')).addSite,
  },
  process.argv.slice(2),
);
await main.parseAsync();
