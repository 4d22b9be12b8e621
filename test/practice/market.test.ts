import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createMarket } from '../../practice/market.ts';
import type { Market } from '../../practice/market.ts';
import { MUNICIPALITIES } from '../../practice/market/places.ts';
import type { Advert, Portal, Search } from '../../practice/portal.ts';
import { loadPortals } from '../../practice/portals.ts';

const TODAY = '2026-11-22';
const market = (epoch: number, seed = 1): Market => createMarket({ seed, epoch, today: TODAY });
const CASAS_GDL: Search = { operation: 'sale', typeSlug: 'casas', citySlug: 'guadalajara', page: 1 };
const portals = await loadPortals();

function catalogueUrls(site: string): readonly URL[] {
  const text = readFileSync(new URL(`../../urls/${site.toLowerCase()}_urls.csv`, import.meta.url), 'utf8');
  return (text.match(/https?:\/\/[^\s,"]+/g) ?? []).map((url) => new URL(url));
}

const made = new Map<string, readonly (readonly Advert[])[]>();

/** Adverts of each distinct search of the catalogue, in its order; made once for all tests. */
function searchesOf(portal: Portal, epoch: number): readonly (readonly Advert[])[] {
  const key = `${portal.site} ${epoch}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const at = market(epoch);
  const distinct = [...new Set(catalogueUrls(portal.site).map(({ href }) => href))];
  const searches = distinct.map((href) => {
    const request = portal.parse(new URL(href));
    assert.equal(request.kind, 'list', href);
    const adverts = request.kind === 'list' ? at.adverts(portal.site, request.search) : null;
    assert.ok(adverts !== null, `the market does not know ${href}`);
    return adverts;
  });
  made.set(key, searches);
  return searches;
}

test('all six portals are there, in the order of their priority', () => {
  assert.deepEqual(
    portals.map(({ site }) => site),
    ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'],
  );
});

test('every one of the 1,755 URLs of the catalogue is a search its portal and the market understand', () => {
  const known = portals.map((portal) => {
    const urls = catalogueUrls(portal.site);
    searchesOf(portal, 0);
    return urls.length;
  });
  assert.equal(
    known.reduce((sum, count) => sum + count, 0),
    1755,
  );
});

for (const portal of portals) {
  test(`${portal.site} has 2,000 adverts or more, most searches small, about one in seven empty`, () => {
    const sizes = searchesOf(portal, 0).map(({ length }) => length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total >= 2000, `${total} adverts`);
    const empty = sizes.filter((size) => size === 0).length / sizes.length;
    assert.ok(empty > 0.04 && empty < 0.25, `${empty} of the searches are empty`);
    assert.ok(sizes.filter((size) => size <= 40).length / sizes.length > 0.6, 'most searches have 40 adverts or fewer');
    assert.ok(Math.max(...sizes) >= 150 && Math.max(...sizes) <= 300, `the biggest has ${Math.max(...sizes)}`);
  });
}

test('the big searches of Inm24 are longer than the five pages that its robots.txt allows', () => {
  for (const typeSlug of ['casas', 'departamentos']) {
    for (const citySlug of ['guadalajara', 'zapopan']) {
      const adverts = market(0).adverts('Inm24', { ...CASAS_GDL, typeSlug, citySlug });
      assert.ok((adverts?.length ?? 0) > 150, `${typeSlug} in ${citySlug}: ${adverts?.length}`);
    }
  }
});

test('the same seed and epoch give the same adverts, another seed gives others', () => {
  assert.deepEqual(market(2).adverts('CyT', CASAS_GDL), market(2).adverts('CyT', CASAS_GDL));
  assert.notDeepEqual(market(2).adverts('CyT', CASAS_GDL), market(2, 9).adverts('CyT', CASAS_GDL));
});

test('an advert found by its serial number is the one that its search shows', () => {
  const at = market(3);
  const adverts = at.adverts('Inm24', CASAS_GDL) ?? [];
  assert.ok(adverts.length > 100);
  for (const advert of adverts) assert.deepEqual(at.advert('Inm24', advert.serial), advert);
});

test('serial numbers are unique within a site, but for the foreclosures that a sale search of Inm24 shows too', () => {
  for (const portal of portals) {
    const serials = searchesOf(portal, 0).flatMap((adverts) => adverts.map(({ serial }) => serial));
    const shared = searchesOf(portal, 0)
      .flat()
      .filter(({ operation }) => operation === 'auction').length;
    const doubles = serials.length - new Set(serials).size;
    assert.ok(
      portal.site === 'Inm24' ? doubles > 0 && doubles < shared : doubles === 0,
      `${portal.site}: ${doubles} doubles`,
    );
  }
});

test('between two epochs about a tenth leaves, an eighth is new and some change their price; nothing else changes', () => {
  let stayed = 0;
  let gone = 0;
  let fresh = 0;
  let repriced = 0;
  for (const portal of portals) {
    const before = new Map(
      searchesOf(portal, 0)
        .flat()
        .map((advert) => [advert.serial, advert]),
    );
    const after = new Map(
      searchesOf(portal, 1)
        .flat()
        .map((advert) => [advert.serial, advert]),
    );
    for (const [serial, advert] of before) {
      const later = after.get(serial);
      if (later === undefined) gone += 1;
      else {
        stayed += 1;
        if (JSON.stringify(later.price) !== JSON.stringify(advert.price)) repriced += 1;
        assert.deepEqual({ ...later, price: null }, { ...advert, price: null });
      }
    }
    fresh += [...after.keys()].filter((serial) => !before.has(serial)).length;
  }
  const all = stayed + gone;
  assert.ok(gone / all > 0.08 && gone / all < 0.12, `${gone / all} left`);
  assert.ok(fresh / all > 0.1 && fresh / all < 0.14, `${fresh / all} came`);
  assert.ok(repriced / all > 0.05 && repriced / all < 0.09, `${repriced / all} changed price`);
});

test('an advert keeps its day of publication whatever day and epoch it is', () => {
  const published = (today: string, epoch: number): ReadonlyMap<number, number> => {
    const adverts = createMarket({ seed: 1, epoch, today }).adverts('Prop', CASAS_GDL) ?? [];
    return new Map(
      adverts.map(({ serial, publishedDaysAgo }) => [serial, Date.parse(today) / 86_400_000 - publishedDaysAgo]),
    );
  };
  const later = published('2027-01-15', 2);
  let compared = 0;
  for (const [serial, day] of published('2026-12-30', 1)) {
    if (!later.has(serial)) continue;
    compared += 1;
    assert.equal(later.get(serial), day);
  }
  assert.ok(compared > 50);
});

test('adverts are plausible: prices, areas and coordinates within the municipality, ranges that ascend', () => {
  const all = portals.flatMap((portal) => searchesOf(portal, 1).flat());
  for (const advert of all) {
    const { price, built, land, latitude, longitude } = advert;
    if (price !== null) {
      const pesos = price.amount * (price.currency === 'USD' ? 18 : 1);
      const [least, most] = advert.operation === 'rent' ? [1_000, 3_000_000] : [90_000, 900_000_000];
      assert.ok(pesos >= least && pesos <= most, `${advert.title}: ${JSON.stringify(price)}`);
      assert.ok(price.max === null || price.max > price.amount);
    }
    for (const range of [built, land, advert.bedrooms, advert.bathrooms]) {
      assert.ok(
        range === null || (range.min > 0 && (range.max === null || range.max > range.min)),
        JSON.stringify(range),
      );
    }
    const home = MUNICIPALITIES.find(({ name }) => name === advert.municipality);
    assert.ok(home !== undefined, advert.municipality);
    if (latitude === null || longitude === null) continue;
    const near = home.colonias.some(
      (colonia) => Math.hypot(colonia.latitude - latitude, colonia.longitude - longitude) < 0.006,
    );
    assert.ok(near, `${advert.title} at ${latitude}, ${longitude}`);
  }
  assert.ok(all.some(({ price }) => price === null));
  assert.ok(all.some(({ price }) => price?.currency === 'USD'));
  assert.ok(all.some(({ halfBathrooms }) => halfBathrooms !== null));
  assert.ok(all.some(({ land }) => land !== null && land.min >= 20_000 && land.min % 10_000 === 0));
  assert.ok(all.some(({ description }) => /[&<"]/.test(description) && /[áéíóúñ]/.test(description)));
});
