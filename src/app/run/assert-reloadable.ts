import type { Config } from '../../config/contract.ts';
import { Fault } from '../../core/errors.ts';

/** What is open cannot be moved while it is in use. @throws {Fault} E_CONFIG */
export function assertReloadable(before: Config, after: Config): void {
  const fixed: readonly (readonly [string, (config: Config) => unknown])[] = [
    ['database.path', ({ database }) => database.path],
    ['data.directory', ({ data }) => data.directory],
    ['logging.directory', ({ logging }) => logging.directory],
    ['security.rehearsal.portals', ({ security }) => security.rehearsal.portals],
  ];
  for (const [option, valueOf] of fixed) {
    if (valueOf(before) === valueOf(after)) continue;
    throw new Fault(
      'E_CONFIG',
      `${option} cannot change while the service runs (${String(valueOf(before))} to ${String(valueOf(after))})`,
      { cure: 'Stop the service and start it with the new value.' },
    );
  }
}
