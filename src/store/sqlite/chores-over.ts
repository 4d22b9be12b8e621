import type { StoreChores } from '../contract.ts';
import type { ChoreName } from './chores.ts';

/** The contract's chores over whatever carries them to the store thread. */
export function choresOver(ask: (name: ChoreName, args: readonly unknown[]) => Promise<unknown>): StoreChores {
  return {
    fileSpace: async () => (await ask('fileSpace', [])) as Awaited<ReturnType<StoreChores['fileSpace']>>,
    vacuum: async () => {
      await ask('vacuum', []);
    },
    checkpoint: async () => (await ask('checkpoint', [])) as Awaited<ReturnType<StoreChores['checkpoint']>>,
    reindex: async () => {
      await ask('reindex', []);
    },
  };
}
