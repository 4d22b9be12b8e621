/** The page a task had trouble with, as the vault keeps it: the last one that nobody could read. */
import type { Config } from '../../config/contract.ts';
import type { KeptPage } from '../../vault/contract.ts';
import { openVault } from '../parts/open-page-vault.ts';

interface TaskOfBatch {
  readonly batch: string;
  readonly id: number;
}

export async function hasProblemPage(config: Config, task: TaskOfBatch): Promise<boolean> {
  return (await lastProblem(config, task)) !== undefined;
}

/** null = none is kept. @throws {Fault} E_VAULT: it is damaged */
export async function readProblemPage(config: Config, task: TaskOfBatch): Promise<string | null> {
  const page = await lastProblem(config, task);
  return page === undefined ? null : openVault(config).read(page.sha256);
}

async function lastProblem(config: Config, { batch, id }: TaskOfBatch): Promise<KeptPage | undefined> {
  const pages = await openVault(config).pagesOf(batch);
  return pages.findLast((page) => page.task === id && page.problem !== null);
}
