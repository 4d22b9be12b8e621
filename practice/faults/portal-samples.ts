/** Ordinary pages in the six portals' own mark-up: results of several kinds, an empty search, an advert, a page that is gone. */
import { createMarket } from '../market.ts';
import { answerFor } from '../pages.ts';
import type { Rehearsal } from '../pages.ts';
import { loadPortals } from '../portals.ts';

export interface PortalPage {
  readonly name: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

const SEARCHES = [
  'https://www.inmuebles24.com/casas-en-venta-en-zapopan.html',
  'https://www.inmuebles24.com/huerta-en-venta-en-juanacatlan.html',
  'https://www.inmuebles24.com/nada-de-esto',
  'https://www.casasyterrenos.com/jalisco/zapopan/casas/venta',
  'https://www.casasyterrenos.com/jalisco/el-salto/edificios/renta',
  'https://www.casasyterrenos.com/nada-de-esto',
  'https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/',
  'https://www.lamudi.com.mx/jalisco/zapopan/offices/for-rent/',
  'https://www.lamudi.com.mx/nada-de-esto',
  'https://casas.mitula.mx/casas/venta-casas-zapopan',
  'https://casas.mitula.mx/casas/renta-oficinas-zapopan',
  'https://casas.mitula.mx/nada-de-esto',
  'https://propiedades.com/guadalajara/casas-venta',
  'https://propiedades.com/el-salto/bodegas-comerciales-renta',
  'https://propiedades.com/nada-de-esto',
  'https://casas.trovit.com.mx/venta-zapopan',
  'https://casas.trovit.com.mx/renta-oficinas-el-salto',
  'https://casas.trovit.com.mx/nada-de-esto',
];

/** @param today day the portals believe it is */
export async function portalSamples(today: string): Promise<readonly PortalPage[]> {
  const portals = await loadPortals();
  const market = createMarket({ seed: 3, epoch: 1, today });
  const rehearsal: Rehearsal = { portals, traps: [], market, shift: false };
  const urls = [...SEARCHES];
  for (const portal of portals) {
    const search = SEARCHES.map((url) => new URL(url)).find((url) => portal.hosts.includes(url.hostname));
    const request = search === undefined ? null : portal.parse(search);
    const adverts = request?.kind === 'list' ? (market.adverts(portal.site, request.search) ?? []) : [];
    for (const advert of adverts.slice(0, 3)) urls.push(portal.advertUrl(advert));
  }
  return urls.flatMap((address) => {
    const url = new URL(address);
    const portal = portals.find(({ hosts }) => hosts.includes(url.hostname));
    if (portal === undefined) return [];
    const { status, headers, body } = answerFor(rehearsal, portal, url);
    return [{ name: address, url: address, status, headers, html: Buffer.from(body).toString('utf8') }];
  });
}
