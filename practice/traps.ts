/** All traps of all portals (see practice/trap.ts). */
import { exportsOf } from './modules.ts';
import type { Trap } from './trap.ts';

export async function loadTraps(): Promise<readonly Trap[]> {
  const found = await exportsOf((file) => file.includes('trap'));
  return found.flatMap(([name, value]) =>
    name.endsWith('Traps') && typeof value === 'function' ? (value as () => readonly Trap[])() : [],
  );
}
