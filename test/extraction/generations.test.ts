import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html, ourSite, pageOf, rowsOf } from './our-sites.ts';

const inm24 = ourSite('Inm24');
const INM24 = 'https://www.inmuebles24.com/casas-en-venta-en-zapopan.html';

const posting = {
  postingId: '147009800',
  postingType: 'PROPERTY',
  title: 'Casa &amp; jardín',
  url: '/propiedades/clasificado/veclcain-casa-m-sup2--147009800.html',
  descriptionNormalized: 'Cerca de todo',
  publication: { beginDate: 1760000000000 },
  priceOperationTypes: [
    {
      operationType: { name: 'Venta', operationTypeId: '1' },
      prices: [{ amount: 3990000, formattedAmount: '3,990,000', currency: 'MN' }],
    },
  ],
  mainFeatures: {
    CFT100: { label: 'Terreno', measure: 'm²', value: '160' },
    CFT101: { label: 'Superficie construída', measure: 'm²', value: '214' },
    CFT2: { value: '3' },
    CFT3: { value: '2' },
    CFT4: { value: '1' },
    CFT7: { value: '2' },
  },
  postingLocation: {
    address: { name: 'Av. Patria 12' },
    location: {
      name: 'Chapalita',
      label: 'ZONA',
      parent: { name: 'Zapopan', label: 'CIUDAD', parent: { name: 'Jalisco', label: 'PROVINCIA', parent: null } },
    },
    postingGeolocation: { geolocation: { latitude: 20.66, longitude: -103.39 } },
  },
  publisher: { name: null },
  realEstateType: { name: 'Casa' },
  visiblePictures: {
    pictures: [
      { url730x532: 'https://img10.naventcdn.com/1.jpg' },
      { url730x532: 'https://img10.naventcdn.com/2.jpg' },
    ],
  },
};

function statePage(postings: readonly unknown[], paging: unknown, body = ''): string {
  const state = JSON.stringify({ listStore: { listPostings: postings, paging } });
  return html(
    `${body}<script id="preloadedData">window.__PRELOADED_STATE__ = ${state};window.__SITE_DATA__ = {"a":"}"};</script>`,
  );
}

const card = (type: string, price: string, features: readonly string[]): string => `
<div data-qa="posting ${type}" data-id="147009800" data-to-posting="/x.html?n_src=Listado">
  <h2 data-qa="POSTING_CARD_PRICE">${price}</h2>
  <div class="postingLocations-module__location-address">Av. Patria 12</div>
  <h4 data-qa="POSTING_CARD_LOCATION">Chapalita, Zapopan</h4>
  <h3 data-qa="POSTING_CARD_FEATURES">${features.map((text) => `<span>${text}</span>`).join('')}</h3>
  <h3 data-qa="POSTING_CARD_DESCRIPTION"><a href="/propiedades/clasificado/veclcain-casa-147009800.html?n_src=Listado&amp;n_pos=2">Cerca de todo</a></h3>
  <div data-qa="POSTING_CARD_GALLERY"><img src="https://img10.naventcdn.com/1.jpg"><img data-flickity-lazyload="https://img10.naventcdn.com/2.jpg"></div>
</div>`;

describe('Inmuebles24', () => {
  it('is read from the state when the page has it', () => {
    const extraction = inm24.extractList(
      pageOf(INM24, statePage([posting], { total: 31, totalPages: 2, lastPage: false })),
    );
    assert.equal(
      extraction.kind === 'content' && extraction.nextUrl,
      'https://www.inmuebles24.com/casas-en-venta-en-zapopan-pagina-2.html',
    );
    assert.deepEqual(rowsOf(extraction)[0], {
      site: 'Inm24',
      listing_id: '147009800',
      url: 'https://www.inmuebles24.com/propiedades/clasificado/veclcain-casa-m-sup2--147009800.html',
      title: 'Casa & jardín',
      description: 'Cerca de todo',
      price: 3990000,
      currency: 'MXN',
      operation: 'sale',
      property_type: 'Casa',
      location: 'Chapalita, Zapopan',
      street: 'Av. Patria 12',
      neighbourhood: 'Chapalita',
      municipality: 'Zapopan',
      state: 'Jalisco',
      bedrooms: 3,
      bathrooms: 2,
      half_bathrooms: 1,
      parking: 2,
      land_area_m2: 160,
      built_area_m2: 214,
      published_on: '2025-10-09',
      photos: 2,
      first_photo: 'https://img10.naventcdn.com/1.jpg',
      latitude: 20.66,
      longitude: -103.39,
    });
  });

  it('is read from cards by data-qa, whatever their tags, when the state is missing', () => {
    const [row] = rowsOf(
      inm24.extractList(
        pageOf(INM24, html(card('PROPERTY', 'MN 3,990,000', ['136 m² lote', '3 rec.', '1 baño', '2 estac.']))),
      ),
    );
    assert.equal(row?.['listing_id'], '147009800');
    assert.equal(row?.['url'], 'https://www.inmuebles24.com/propiedades/clasificado/veclcain-casa-147009800.html');
    assert.equal(row?.['price'], 3990000);
    assert.deepEqual(
      [row?.['land_area_m2'], row?.['bedrooms'], row?.['bathrooms'], row?.['parking'], row?.['photos']],
      [136, 3, 1, 2, 2],
    );
    assert.deepEqual(
      [row?.['neighbourhood'], row?.['municipality'], row?.['title']],
      ['Chapalita', 'Zapopan', undefined],
    );
  });

  it('takes a development\'s ranges and its "desde" from the card, all else from the state', () => {
    const development = { ...posting, postingType: 'DEVELOPMENT', mainFeatures: {} };
    const shown = card('DEVELOPMENT', 'Departamentos desde MN 4,830,000', [
      '26 un.',
      '600 a 3531 m² lote',
      '3 a 5 rec.',
    ]);
    const [row] = rowsOf(inm24.extractList(pageOf(INM24, statePage([development], { lastPage: true }, shown))));
    assert.deepEqual([row?.['price'], row?.['price_from'], row?.['units']], [4830000, true, 26]);
    assert.deepEqual([row?.['bedrooms'], row?.['bedrooms_max']], [3, 5]);
    assert.deepEqual([row?.['land_area_m2'], row?.['land_area_max_m2'], row?.['title']], [600, 3531, 'Casa & jardín']);
  });

  it('takes the agency from the JSON-LD by id, where its name is not a headline', () => {
    const offers = [
      {
        url: 'https://www.inmuebles24.com/propiedades/clasificado/x-147009800.html',
        name: 'Inmobiliaria Sol',
        datePosted: '6/15/26',
      },
    ];
    const ld = `<script type="application/ld+json">${JSON.stringify({ '@type': 'WebPage', url: 'https://x/', mainEntity: offers })}</script>`;
    const [row] = rowsOf(inm24.extractList(pageOf(INM24, html(card('PROPERTY', 'Consultar precio', []), ld))));
    assert.deepEqual(
      [row?.['agency'], row?.['published_on'], row?.['price'], row?.['currency']],
      ['Inmobiliaria Sol', '2026-06-15', undefined, undefined],
    );
  });

  it('still reads the cards of 2018', () => {
    const old = `<div class="posting-card" data-id="51234567" data-to-posting="/propiedades/a-51234567.html"><span class="first-price">MN 2,000,000</span><ul class="main-features"><li>120 m² lote</li><li>90 m² constr.</li><li>2 baños</li></ul></div>`;
    const [row] = rowsOf(inm24.extractList(pageOf(INM24, html(old))));
    assert.deepEqual(
      [row?.['listing_id'], row?.['price'], row?.['land_area_m2'], row?.['built_area_m2'], row?.['bathrooms']],
      ['51234567', 2000000, 120, 90, 2],
    );
  });

  it('reads a detail page from the constants of its script, without running it', () => {
    const url = 'https://www.inmuebles24.com/propiedades/clasificado/alclcain-casa-147009800.html';
    const aviso = `<script>const avisoInfo = { 'idAviso': '147009800', "pricesData": [{ operationType: {'name':'Renta'}, prices: [{amount: 34000, isoCode: 'MXN'}] }], 'description': 'Uno<br>dos \\'tres\\'',
      'generalFeatures': {'Servicios': {'1': {'label': 'Elevador', 'value': '2'}, '2': {'label': 'Gas', 'value': null}}}, location: {name:'Zapopan', label:'CIUDAD', parent: {name:'Jalisco',label:'PROVINCIA',parent:null}}, };
      const mapLatOf = "${Buffer.from('20.67').toString('base64')}", mapLngOf = "${Buffer.from('-103.39').toString('base64')}"; const antiquity='Publicado hace 3 días';</script>`;
    const body = `<h1 class="title-property">Casa</h1><div class="price-value"><span>renta</span><span>MN 34,000</span></div><div class="price-extra"><span class="price-expenses">Mantenimiento MN 2,500</span></div>
      <ul id="section-icon-features-property"><li class="icon-feature"><i class="icon-stotal"></i> 160 m² tot.</li><li class="icon-feature"><i class="icon-scubierta"></i> 214 m² cub.</li><li class="icon-feature"><i class="icon-toilete"></i>1 medio baño</li><li class="icon-feature"><i class="icon-antiguedad"></i>A estrenar</li></ul>`;
    const [row] = rowsOf(inm24.extractDetail(pageOf(url, html(body + aviso))));
    assert.deepEqual(row, {
      site: 'Inm24',
      listing_id: '147009800',
      url,
      title: 'Casa',
      description: "Uno dos 'tres'",
      price: 34000,
      currency: 'MXN',
      operation: 'rent',
      municipality: 'Zapopan',
      state: 'Jalisco',
      half_bathrooms: 1,
      land_area_m2: 160,
      built_area_m2: 214,
      published_on: '2026-11-19',
      latitude: 20.67,
      longitude: -103.39,
      services: 'Elevador : 2; Gas',
      maintenance_fee: 2500,
      maintenance_currency: 'MXN',
      condition: 'new',
      published_text: 'Publicado hace 3 días',
    });
  });
});

describe('Casas y Terrenos', () => {
  const cyt = ourSite('CyT');
  const url = 'https://www.casasyterrenos.com/jalisco/zapopan/casas/venta';
  const property = {
    id: 4001007,
    name: 'Casa en venta',
    canonical: 'casa-venta-4001007',
    isSale: true,
    isRent: true,
    currency: 'MXN',
    priceSale: 27200000,
    priceRent: 120000,
    surface: 307,
    construction: 0,
    rooms: 3,
    bathrooms: 0,
    parkingLots: 2,
    municipality: 'Zapopan',
    state: 'Jalisco',
    _geo: { lat: 20.7, lng: -103.4 },
  };

  it('gives a listing for sale and for rent the price of the search, and leaves zeros out', () => {
    const data = (properties: readonly unknown[]): string =>
      html(
        `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { pageProps: { initialState: { propertyData: { properties, estimatedTotalHits: 1 } } } } })}</script>`,
      );
    const [sale] = rowsOf(cyt.extractList(pageOf(url, data([property]))));
    assert.deepEqual(
      [sale?.['price'], sale?.['operation'], sale?.['built_area_m2'], sale?.['bathrooms'], sale?.['land_area_m2']],
      [27200000, 'sale', undefined, undefined, 307],
    );
    assert.equal(sale?.['url'], 'https://www.casasyterrenos.com/propiedad/casa-venta-4001007');
    const [rent] = rowsOf(cyt.extractList(pageOf(url.replace('venta', 'renta'), data([property]))));
    assert.deepEqual([rent?.['price'], rent?.['operation']], [120000, 'rent']);
  });

  it('finds the same data in the flight of the App Router', () => {
    const row = JSON.stringify({ value: { propertyData: { properties: [property], estimatedTotalHits: 1 } } });
    const flight = `1:"$Sreact"\n2:T5,áé:a7:${row}\n8:I[1,[],"x"]\n`;
    const half = Math.floor(flight.length / 2);
    const pushes = [flight.slice(0, half), flight.slice(half)].map(
      (chunk) => `<script>self.__next_f.push(${JSON.stringify([1, chunk])})</script>`,
    );
    const [found] = rowsOf(
      cyt.extractList(pageOf(url, html(`<script>self.__next_f=[];self.__next_f.push([0])</script>${pushes.join('')}`))),
    );
    assert.deepEqual([found?.['listing_id'], found?.['price']], ['4001007', 27200000]);
  });

  it('reads the cards of 2025', () => {
    const card = `<div class="mx-2 w-[320px]"><a target="_blank" href="/propiedad/casa-venta-jal-4001007"><span class="text-text-primary font-bold line-clamp-2">Casa</span><span class="text-blue-cyt">Zapopan, Jalisco</span><span class="text-blue-cyt font-bold">$<!-- -->5,750,000<!-- -->mxn</span><p class="text-sm">3<!-- --> Rec.</p><p class="text-sm">1<!-- --> Baño.</p><p class="text-sm">2 Estac.</p><p class="text-sm">56.1<!-- -->m2.</p></a></div>`;
    const [row] = rowsOf(cyt.extractList(pageOf(url, html(card))));
    assert.deepEqual(
      [
        row?.['listing_id'],
        row?.['price'],
        row?.['currency'],
        row?.['bedrooms'],
        row?.['bathrooms'],
        row?.['parking'],
        row?.['built_area_m2'],
      ],
      ['4001007', 5750000, 'MXN', 3, 1, 2, 56.1],
    );
  });
});

describe('Lamudi', () => {
  const lam = ourSite('Lam');
  const url = 'https://www.lamudi.com.mx/jalisco/zapopan/casa/for-sale/';
  const id = '41032-73-aaaa-bbbb';
  const card = (amenity: string, price: string): string =>
    `<div class="snippet js-snippet normal" data-test="normal-listing" data-alternateid="${id}" data-serp-map-hover-listing="{&quot;latitude&quot;:20.6,&quot;longitude&quot;:-103.4,&quot;exactLocation&quot;:false}"><a href="/detalle/${id}"></a><div class="snippet__content__price">${price}</div><h2 class="snippet__content__title" content="Casa en Venta en Chapalita">x</h2><div data-test="snippet-content-location">Chapalita, Zapopan, Jalisco</div><span data-test="area-value">39,033 m²</span><span data-test="amenity-value">${amenity}</span></div>`;

  it('reads parking only where the amenity slot speaks of it', () => {
    const parking = (amenity: string): unknown =>
      rowsOf(lam.extractList(pageOf(url, html(card(amenity, '$ 1 MXN')))))[0]?.['parking'];
    assert.deepEqual(['Estacionamiento', '2 Estacionamientos', 'Alberca', 'Seguridad'].map(parking), [
      1,
      2,
      undefined,
      undefined,
    ]);
  });

  it('reads the card: coordinates marked inexact, thousands with a comma, a label glued to the price', () => {
    const [row] = rowsOf(
      lam.extractList(pageOf(url, html(card('Jardín', '$ 840,000 MXN<span>Remate Bancario</span>')))),
    );
    assert.deepEqual(
      [row?.['latitude'], row?.['longitude'], row?.['built_area_m2'], row?.['price'], row?.['operation']],
      [20.6, -103.4, 39033, 840000, 'sale'],
    );
    assert.deepEqual(
      [row?.['neighbourhood'], row?.['municipality'], row?.['state'], row?.['property_type']],
      ['Chapalita', 'Zapopan', 'Jalisco', 'Casa'],
    );
  });

  it('leaves promotion cards out, and never takes the next page from a template that says it is the last', () => {
    const promo = '<div class="snippet js-snippet project" data-test="serp-project"><a href="/desarrollo/x"></a></div>';
    const pager = (attributes: string): string =>
      `<a id="pagination-next" data-test="pagination-next" ${attributes}></a>`;
    const next = (attributes: string): unknown => {
      const extraction = lam.extractList(pageOf(url, html(promo + card('', '') + pager(attributes))));
      assert.equal(rowsOf(extraction).length, 1);
      return extraction.kind === 'content' ? extraction.nextUrl : undefined;
    };
    assert.equal(next(`data-islast="false" class="enabled" href="/x?page=2"`), `${url}?page=2`);
    assert.deepEqual(
      [`data-islast="true" href="/x"`, `data-islast="false" href=""`, `class="disabled" href="/x"`].map(next),
      [null, null, null],
    );
  });
});

describe('Mitula', () => {
  const mit = ourSite('Mit');
  const url = 'https://casas.mitula.mx/casas/venta-casas-zapopan';

  it('takes the stable address out of the signed, base64 click link', () => {
    const inner = 'https://casas.mitula.mx/adclickdetail/mitula-MX-842?operation_type=sell';
    const click = Buffer.from(
      `https://clk.thribee.com/?adId=1&sig=ab&ip=1.2.3.4&detailPageUrl=${encodeURIComponent(inner)}`,
    ).toString('base64');
    const card = `<article class="listing listing-card" data-listingid="mitula-MX-842" data-price="30,000" data-currency="MXN" data-operation-type="rent" data-floorarea="" data-clickdestination="${click}"><p data-test="snippet__published-date-and-agency">Hace 2 semanas, 3 días en - INMOBILIARIA X</p></article>`;
    const [row] = rowsOf(mit.extractList(pageOf(url, html(card))));
    assert.equal(row?.['url'], 'https://casas.mitula.mx/adclickdetail/mitula-MX-842');
    assert.deepEqual(
      [row?.['price'], row?.['currency'], row?.['operation'], row?.['built_area_m2']],
      [30000, 'MXN', 'rent', undefined],
    );
    assert.deepEqual([row?.['published_on'], row?.['agency']], ['2026-11-05', 'INMOBILIARIA X']);
  });

  it('reads the older button card, and does not join JSON-LD that has another number of adverts', () => {
    const ld = `<script type="application/ld+json">${JSON.stringify({ '@type': 'SearchResultsPage', about: [{ name: 'A' }, { name: 'B' }] })}</script>`;
    const card = `<article class="listing listing-card" data-listingid="mitula-MX-7"><span data-test="price__actual">$ 18,500/mes</span><a href="https://clk.thribee.com/v3/c?detailPageUrl=https%3A%2F%2Fcasas.mitula.mx%2Fadclickdetail%2Fmitula-MX-7%3Fx%3D1"><button data-test="snippet__view-detail-button">Ver</button></a></article>`;
    const [row] = rowsOf(mit.extractList(pageOf(url, html(card, ld))));
    assert.deepEqual(
      [row?.['url'], row?.['price'], row?.['price_period'], row?.['title']],
      ['https://casas.mitula.mx/adclickdetail/mitula-MX-7', 18500, 'month', undefined],
    );
  });
});

describe('Propiedades.com', () => {
  const prop = ourSite('Prop');
  const url = 'https://propiedades.com/guadalajara/casas-venta';
  const results = {
    properties: [
      {
        id: 28651515,
        url_property: 'https://propiedades.com/inmuebles/casa-28651515#tipos=casas&pos=3',
        price_num: 0,
        price_real: 0,
        currency: 'MXN',
        purpose: 1,
        type_children_str: 'Casa',
        size_m2: '300',
        total_photos: 0,
        picture: '',
        latitude: '20.67000000000000012',
        longitude: '-103.39',
        published: '2024-09-26 11:35:40',
      },
    ],
    paginate: { current_page: 1, items: 1772, pages: 38, next_page: 2 },
  };
  const data = `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { pageProps: { results } } })}</script>`;

  it('is read from __NEXT_DATA__, also when a comment names it first; zeros and empty texts are missing', () => {
    const extraction = prop.extractList(
      pageOf(url, html(`<!-- <script id="__NEXT_DATA__">{"props":{}}</script> -->${data}`)),
    );
    const [row] = rowsOf(extraction);
    assert.equal(extraction.kind === 'content' && extraction.nextUrl, `${url}?pagina=2`);
    assert.equal(extraction.kind === 'content' && extraction.total, 1772);
    assert.deepEqual(row, {
      site: 'Prop',
      listing_id: '28651515',
      url: 'https://propiedades.com/inmuebles/casa-28651515',
      operation: 'sale',
      property_type: 'Casa',
      built_area_m2: 300,
      latitude: 20.67,
      longitude: -103.39,
      published_on: '2024-09-26',
    });
  });

  it('is read from its cards when the data is missing', () => {
    const card = `<section data-gtm="card | casa | venta | true" data-id="28651515"><section class="pcom-property-card"><header><meta itemprop="latitude" content="20.6"><meta itemprop="longitude" content="-103.3"></header><article data-testid="pcom-property-card-body"><div class="section-labels"><div>Casa</div><div>Venta</div></div><div class="pcom-property-card-body-main-info"><div>$ 39,500 MXN</div><a class="pcom-property-card-body-main-info-street" href="/inmuebles/casa-28651515#pos=1" title="Centro, Guadalajara"></a></div><ul><li class="amenities"><i data-id="pcom-icon-rooms"></i><span class="amenities-count">6</span></li><li class="amenities"><i data-id="pcom-icon-construction-size"></i><span class="amenities-count">300 m2</span></li></ul></article></section></section>`;
    const [row] = rowsOf(prop.extractList(pageOf(url, html(card))));
    assert.deepEqual(
      [
        row?.['listing_id'],
        row?.['price'],
        row?.['operation'],
        row?.['bedrooms'],
        row?.['built_area_m2'],
        row?.['latitude'],
      ],
      ['28651515', 39500, 'sale', 6, 300, 20.6],
    );
  });
});

describe('Trovit', () => {
  const tro = ourSite('Tro');
  const url = 'https://casas.trovit.com.mx/venta-zapopan';
  const card = (id: string, similar: boolean): string =>
    `<article class="snippet-listing" data-id="${id}" data-is-similar="${similar}"><a class="js-listing" title="Casa bonita" href="https://clk.thribee.com/?detailPageUrl=x"></a><span class="price__actual" data-test="price__actual">$ 3,500,000</span><div class="address_property-type"><b>Casa</b> en Chapalita, Zapopan, Jalisco</div><ul class="snippet-listing-content-header-icons"><li><img src="/ic-room.svg"><p>2 <span>recámaras</span> <span>recámaras</span></p></li></ul><span class="price__actual">$ 1</span></article>`;

  it('makes the stable address from the id, reads doubled unit words once, and skips suggestions', () => {
    const rows = rowsOf(tro.extractList(pageOf(url, html(card('trovit-MX-1', false) + card('trovit-MX-2', true)))));
    assert.equal(rows.length, 1);
    assert.deepEqual(rows[0], {
      site: 'Tro',
      listing_id: 'trovit-MX-1',
      url: 'https://casas.trovit.com.mx/detail/trovit-MX-1',
      title: 'Casa bonita',
      price: 3500000,
      currency: 'MXN',
      operation: 'sale',
      property_type: 'Casa',
      location: 'Chapalita, Zapopan, Jalisco',
      neighbourhood: 'Chapalita',
      municipality: 'Zapopan',
      state: 'Jalisco',
      bedrooms: 2,
    });
  });

  it('pages by path on plain addresses, and by query on /search', () => {
    const next = (address: string): unknown => {
      const extraction = tro.extractList(
        pageOf(address, html(`${card('trovit-MX-1', false)}<a class="next-button" href="/x">»</a>`)),
      );
      return extraction.kind === 'content' ? extraction.nextUrl : extraction;
    };
    assert.equal(next(url), `${url}/2`);
    assert.equal(
      next('https://casas.trovit.com.mx/search?type=1&text=zapopan'),
      'https://casas.trovit.com.mx/search?type=1&text=zapopan&page=2',
    );
  });

  it('takes a page of suggestions alone for no result: the page must say so', () => {
    const alone = tro.extractList(pageOf(url, html(card('trovit-MX-2', true))));
    assert.equal(alone.kind, 'layout_changed');
    assert.equal(
      tro.extractList(
        pageOf(url, html(`<span class="results-counter">0 resultados</span>${card('trovit-MX-2', true)}`)),
      ).kind,
      'empty',
    );
  });
});
