/** The practice portals at hand: every object in practice/portals/ that keeps the contract of practice/portal.ts. */
import { exportsOf } from './modules.ts';
import type { Portal } from './portal.ts';

const ORDER = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'];

function isPortal(value: unknown): value is Portal {
  if (typeof value !== 'object' || value === null) return false;
  return 'site' in value && 'hosts' in value && 'renderList' in value && 'listTruth' in value;
}

/** In the order of the catalogue's priorities. */
export async function loadPortals(): Promise<readonly Portal[]> {
  const found = await exportsOf((file) => ORDER.some((site) => file === `${site.toLowerCase()}.ts`));
  const portals = found.map(([, value]) => value).filter(isPortal);
  return portals.sort((a, b) => ORDER.indexOf(a.site) - ORDER.indexOf(b.site));
}
