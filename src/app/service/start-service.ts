/** Starts the service. */
import { systemClock } from '../../core/clock.ts';
import { openInstallation } from '../parts/open-installation.ts';
import type { RunningService, ServeOptions } from './service-contract.ts';

/** @throws {Fault} E_INSTANCE_HELD, E_DIRECTORY, E_STORE…, E_REHEARSAL: nothing was started then. */
export async function startService(options: ServeOptions): Promise<RunningService> {
  const { loaded, logs, clock = systemClock, acceptEmpty } = options;
  // The rest of the service's code loads while the database is looked at and opened in threads of its own.
  const [opened, { serve }] = await Promise.all([
    openInstallation(loaded.config, clock, logs.orchestrator, { acceptEmpty }),
    import('./serve.ts'),
  ]);
  try {
    return await serve(options, clock, opened);
  } catch (error) {
    await opened.parts.close();
    throw error;
  }
}
