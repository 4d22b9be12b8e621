import type { Command } from 'commander';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';

export function addServe(parent: Command): void {
  command<CommonOptions>(
    parent,
    'serve',
    'Run as a service: batches by the schedule, backups, clean-up. SIGTERM stops it cleanly, SIGHUP reloads the configuration.',
    (made) => made,
    async (options) => {
      const load = () =>
        loadConfig({ file: options.config, environment: process.env, workingDirectory: process.cwd() });
      const loaded = await load();
      // Loaded here, so that the other commands start without it.
      const { runService } = await import('../../app/run-service.ts');
      await runService(loaded, load);
      // Everything is closed: a handle that something forgot must not keep a stopped service alive.
      process.exit(EXIT.ok);
    },
  );
}
