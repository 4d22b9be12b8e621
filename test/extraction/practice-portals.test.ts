/** Our definitions against the practice portals: every row and field of their pages, and every trap. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMarket } from '../../practice/market.ts';
import { answerFor, truthFor } from '../../practice/pages.ts';
import type { Rehearsal } from '../../practice/pages.ts';
import { loadPortals } from '../../practice/portals.ts';
import type { Portal } from '../../practice/portal.ts';
import { sampleContext } from '../../practice/portals/sample-advert.ts';
import { loadTraps } from '../../practice/traps.ts';
import type { Extraction } from '../../src/extraction/contract.ts';
import type { Site } from '../../src/extraction/contract.ts';
import { CODES, DAY, ourSite, pageOf, rowsOf } from './our-sites.ts';

/** The day on which the traps' pages were made. */
const TRAP_DAY = sampleContext('https://example.com/').today;
const traps = await loadTraps();
const portals = await loadPortals();
const rehearsal: Rehearsal = { portals, traps, market: createMarket({ seed: 3, epoch: 1, today: DAY }), shift: false };

/** Two searches a generation of mark-up, large and small, for sale and for rent. */
const SEARCHES: Readonly<Record<string, readonly string[]>> = {
  Inm24: [
    'casas-en-venta-en-zapopan',
    'departamentos-en-renta-en-guadalajara',
    'terrenos-en-venta-en-tonala',
    'desarrollo-vertical-en-venta-en-zapopan',
    'oficinas-en-renta-en-zapopan',
    'casas-en-venta-en-el-salto-q-remate',
    'huerta-en-venta-en-juanacatlan',
  ].map((path) => `https://www.inmuebles24.com/${path}.html`),
  CyT: [
    'zapopan/casas/venta',
    'zapopan/terrenos/venta',
    'guadalajara/departamentos/renta',
    'tonala/casas/renta',
    'el-salto/edificios/renta',
  ].map((path) => `https://www.casasyterrenos.com/jalisco/${path}`),
  Lam: [
    'zapopan/casa/for-sale',
    'guadalajara/departamento/for-rent',
    'tonala-1/terreno/for-sale',
    'zapopan/offices/for-rent',
    'el-salto/casa/for-sale',
  ].map((path) => `https://www.lamudi.com.mx/jalisco/${path}/`),
  Mit: [
    'venta-casas-zapopan',
    'renta-departamentos-guadalajara',
    'venta-terrenos-tonala',
    'renta-oficinas-zapopan',
  ].map((path) => `https://casas.mitula.mx/casas/${path}`),
  Prop: [
    'guadalajara/casas-venta',
    'zapopan/departamentos-renta',
    'tonala-jalisco/casas-venta',
    'zapopan/casas-remates',
    'el-salto/bodegas-comerciales-renta',
  ].map((path) => `https://propiedades.com/${path}`),
  Tro: ['venta-zapopan', 'renta-guadalajara', 'venta-terrenos-zapopan', 'renta-oficinas-el-salto'].map(
    (path) => `https://casas.trovit.com.mx/${path}`,
  ),
};

function bodyOf(portal: Portal, url: string): string {
  const { body } = answerFor(rehearsal, portal, new URL(url));
  return typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
}

function compareSearch(site: Site, portal: Portal, startUrl: string): readonly string[] {
  const truth = truthFor(rehearsal, new URL(startUrl));
  assert.ok(truth.kind === 'list', `${startUrl} is no search of the practice portal`);
  if (truth.empty) {
    assert.equal(site.extractList(pageOf(startUrl, bodyOf(portal, startUrl))).kind, 'empty');
    return [];
  }
  for (const [index, page] of truth.pages.slice(0, 3).entries()) {
    const extraction = site.extractList(pageOf(page.url, bodyOf(portal, page.url), { startUrl, page: index + 1 }));
    assert.deepEqual(rowsOf(extraction), page.rows, page.url);
    assert.equal(extraction.kind === 'content' && extraction.nextUrl, truth.pages[index + 1]?.url ?? null, page.url);
  }
  return truth.pages[0]?.rows.slice(0, 10).map((row) => String(row['url'])) ?? [];
}

describe('the practice portals', () => {
  for (const code of CODES) {
    const site = ourSite(code);
    const portal = portals.find((one) => one.site === code);
    if (portal === undefined) continue;

    it(`of ${code}: every row, field, next page and empty search is read right`, () => {
      const adverts = (SEARCHES[code] ?? []).flatMap((url) => compareSearch(site, portal, url));
      assert.ok(adverts.length > 0);
      for (const url of site.hasDetail ? adverts : []) {
        const truth = truthFor(rehearsal, new URL(url));
        assert.deepEqual(
          rowsOf(site.extractDetail(pageOf(url, bodyOf(portal, url)))),
          [truth.kind === 'detail' ? truth.row : null],
          url,
        );
      }
    });

    const isDetail = (url: string): boolean => portal.parse(new URL(url)).kind === 'detail';
    for (const trap of traps.filter(
      (one) => one.site === code && (site.hasDetail || !(one.truth.kind === 'detail' || isDetail(one.url))),
    )) {
      it(`of ${code}: the trap ${trap.name}`, () => {
        const body =
          typeof trap.answer.body === 'string' ? trap.answer.body : Buffer.from(trap.answer.body).toString('latin1');
        const request = portal.parse(new URL(trap.url));
        const page = request.kind === 'list' ? request.search.page : 1;
        const input = pageOf(trap.url, body, { page, fetchedOn: TRAP_DAY });
        const detail = trap.truth.kind === 'detail' || isDetail(trap.url);
        judge(detail ? site.extractDetail(input) : site.extractList(input), trap.truth);
      });
    }
  }
});

function judge(found: Extraction, truth: (typeof traps)[number]['truth']): void {
  if (truth.kind === 'verdict') {
    assert.equal(found.kind, truth.verdict);
    return;
  }
  assert.deepEqual(rowsOf(found), truth.kind === 'detail' ? [truth.row] : truth.rows);
  if (truth.kind === 'list' && truth.next !== undefined)
    assert.equal(found.kind === 'content' && found.nextUrl, truth.next);
}
