/** All traps of all portals (see practice/trap.ts). */
import type { Trap } from './trap.ts';

export async function loadTraps(): Promise<readonly Trap[]> {
  const [{ inm24Traps }, { cytTraps }, { lamTraps }, { mitTraps }, { propTraps }, { troTraps }] = await Promise.all([
    import('./portals/inm24-traps.ts'),
    import('./portals/cyt-traps.ts'),
    import('./portals/lam-traps.ts'),
    import('./portals/mit-traps.ts'),
    import('./portals/prop-traps.ts'),
    import('./portals/tro-traps.ts'),
  ]);
  return [...inm24Traps(), ...cytTraps(), ...lamTraps(), ...mitTraps(), ...propTraps(), ...troTraps()];
}
