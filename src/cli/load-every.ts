import type { Command } from 'commander';
import { loadAll } from './load-commands.ts';
import { MONITOR_COMMANDS } from './monitor-commands.ts';
import { ORCHESTRATOR_COMMANDS } from './orchestrator-commands.ts';

/** Every command of a program by its name: for docs/commands.md. */
export async function loadEvery(parent: Command, name: string): Promise<void> {
  await loadAll(parent, name === 'scraping-monitor' ? MONITOR_COMMANDS : ORCHESTRATOR_COMMANDS);
}
