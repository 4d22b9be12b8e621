/** The six practice portals, loaded only by whoever serves or tests them. */
import type { Portal } from './portal.ts';

/** In the order of the catalogue's priorities. */
export async function loadPortals(): Promise<readonly Portal[]> {
  const [{ inm24 }, { cyt }, { lamPortal }, { mitPortal }, { propPortal }, { troPortal }] = await Promise.all([
    import('./portals/inm24.ts'),
    import('./portals/cyt.ts'),
    import('./portals/lam.ts'),
    import('./portals/mit.ts'),
    import('./portals/prop.ts'),
    import('./portals/tro.ts'),
  ]);
  return [inm24, cyt, lamPortal, mitPortal, propPortal, troPortal];
}
