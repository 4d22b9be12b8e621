import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODES, html, ourSite, pageOf } from './our-sites.ts';
import type { Extraction } from '../../src/extraction/contract.ts';

const URLS = {
  Inm24: 'https://www.inmuebles24.com/casas-en-venta-en-zapopan.html',
  CyT: 'https://www.casasyterrenos.com/jalisco/zapopan/casas/venta',
  Lam: 'https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/',
  Mit: 'https://casas.mitula.mx/casas/venta-casas-zapopan',
  Prop: 'https://propiedades.com/zapopan/casas-venta',
  Tro: 'https://casas.trovit.com.mx/venta-zapopan',
} as const;

const CLOUDFLARE =
  '<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={cType:"managed"};</script></body></html>';
const AWS_WAF =
  '<html><head><title></title><script>window.gokuProps={"key":"x"};</script></head><body><div id="challenge-container"></div></body></html>';

function listOf(code: (typeof CODES)[number], text: string): Extraction {
  return ourSite(code).extractList(pageOf(URLS[code], text));
}

describe('a page without adverts', () => {
  for (const code of CODES) {
    it(`of ${code} is layout_changed when nothing explains it, never empty`, () => {
      const found = listOf(
        code,
        html('<h1>Casas en venta en Zapopan</h1><div class="new-design">Casa $ 1,000,000</div>'),
      );
      assert.equal(found.kind, 'layout_changed');
      assert.match(found.kind === 'layout_changed' ? found.message : '', /looked for/);
    });

    it(`of ${code} is empty when the portal says so to the reader`, () => {
      assert.equal(
        listOf(
          code,
          html('<h1>Casas</h1><p>No encontramos propiedades con estas características. No hay resultados.</p>'),
        ).kind,
        'empty',
      );
    });

    it(`of ${code} is not empty because a script or something hidden says so`, () => {
      const hidden =
        '<div style="display: none">No hay resultados</div><template>No hay resultados</template><div class="hidden">sin resultados</div>';
      assert.equal(
        listOf(code, html(hidden, '<script>var t={"none":"No encontramos resultados"}</script>')).kind,
        'layout_changed',
      );
    });

    it(`of ${code} is blocked when it is a challenge`, () => {
      assert.equal(listOf(code, CLOUDFLARE).kind, 'blocked');
    });
  }

  it('is layout_changed when a total contradicts the words "no results"', () => {
    const body = '<span data-test="title-section-result-number">1,208</span><p>No encontramos resultados</p>';
    assert.equal(listOf('Lam', html(body)).kind, 'layout_changed');
  });

  it('is blocked when it is the WAF page that Lamudi sends with status 202, for lists and details', () => {
    assert.equal(listOf('Lam', AWS_WAF).kind, 'blocked');
    assert.equal(
      ourSite('Lam').extractDetail(pageOf('https://www.lamudi.com.mx/detalle/41032-73-a', AWS_WAF)).kind,
      'blocked',
    );
  });
});

describe('a page of another place', () => {
  const card =
    '<div class="snippet js-snippet normal" data-test="normal-listing" data-alternateid="41032-73-a"><a href="/detalle/41032-73-a"></a></div>';

  it('is told from its address after redirects: Lamudi sends unknown places to the national page', () => {
    const found = ourSite('Lam').extractList(
      pageOf('https://www.lamudi.com.mx/casa/for-sale/', html(card), { requestedUrl: URLS.Lam }),
    );
    assert.deepEqual(
      [found.kind, found.kind === 'layout_changed' ? found.code : null],
      ['layout_changed', 'E_WRONG_PLACE'],
    );
  });

  it('is told from its canonical link when the address did not change', () => {
    const canonical = '<link rel="canonical" href="https://www.lamudi.com.mx/casa/for-sale/">';
    const found = listOf('Lam', html(card, canonical));
    assert.equal(found.kind === 'layout_changed' ? found.code : found.kind, 'E_WRONG_PLACE');
  });

  it('is the same place under a shorter name', () => {
    const asked = 'https://www.inmuebles24.com/casas-en-venta-en-san-pedro-tlaquepaque.html';
    const answered = 'https://www.inmuebles24.com/casas-en-venta-en-tlaquepaque.html';
    const body = '<div data-qa="posting PROPERTY" data-id="1"></div>';
    assert.equal(ourSite('Inm24').extractList(pageOf(answered, html(body), { requestedUrl: asked })).kind, 'content');
  });
});

describe('a detail page', () => {
  const lam = ourSite('Lam');
  const url = 'https://www.lamudi.com.mx/detalle/41032-73-a';

  it('is gone when it says so to the reader, and live when the words are hidden', () => {
    const gone = '<p>Esta propiedad ya no está disponible</p>';
    assert.equal(lam.extractDetail(pageOf(url, html(gone))).kind, 'gone');
    const live =
      '<div class="main-title"><h1>Casa en Venta en Chapalita</h1></div><p class="hidden">Esta propiedad ya no está disponible para venta o renta.</p>';
    assert.equal(lam.extractDetail(pageOf(url, html(live))).kind, 'content');
  });

  it('without its headline is layout_changed, and a site without detail pages refuses', () => {
    assert.equal(lam.extractDetail(pageOf(url, html('<p>Hola</p>'))).kind, 'layout_changed');
    const mit = ourSite('Mit');
    assert.equal(mit.hasDetail, false);
    assert.throws(() => mit.extractDetail(pageOf(URLS.Mit, '')), { code: 'E_DEFINITION' });
  });
});
