import type { CatalogueSite } from '../../src/catalogue/load.ts';

/** The six portals and the hosts of their searches. */
export const SITES: readonly CatalogueSite[] = [
  { code: 'Inm24', hosts: ['www.inmuebles24.com', 'inmuebles24.com'] },
  { code: 'CyT', hosts: ['www.casasyterrenos.com'] },
  { code: 'Lam', hosts: ['www.lamudi.com.mx'] },
  { code: 'Mit', hosts: ['casas.mitula.mx'] },
  { code: 'Prop', hosts: ['propiedades.com'] },
  { code: 'Tro', hosts: ['casas.trovit.com.mx'] },
];
