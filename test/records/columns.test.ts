import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '../../src/core/listing.ts';
import { columnsFor, rejectedColumns, rejectedRow } from '../../src/records/columns.ts';

const HOUSE: Row = {
  site: 'Inm24',
  listing_id: '147009800',
  url: 'https://www.inmuebles24.com/propiedades/clasificado/x-147009800.html',
  title: 'Casa en Providencia',
  description: 'Con jardín',
  price: 3_990_000,
  currency: 'MXN',
  operation: 'sale',
  property_type: 'Casa',
  location: 'Providencia, Guadalajara',
  street: 'Rubén Darío 1234',
  municipality: 'Guadalajara',
  bedrooms: 3,
  bathrooms: 1,
  half_bathrooms: 1,
  parking: 2,
  built_area_m2: 212.5,
  land_area_m2: 180,
  agency: 'Casas SA',
  published_on: '2026-03-02',
  latitude: 20.6736,
  longitude: -103.344,
  fetched_on: '2026-03-05',
};

/** The cells of a row by column name. */
function cells(site: string, phase: 'main' | 'detail', row: Row, city?: string): Record<string, string> {
  return Object.fromEntries(
    columnsFor('first-system', site, phase, city).map((column) => [column.name, column.value(row)]),
  );
}
const names = (site: string, phase: 'main' | 'detail'): string =>
  columnsFor('first-system', site, phase)
    .map((column) => column.name)
    .join(', ');

test('the standard columns are the fields in their order with page, position and day at the end', () => {
  const main = columnsFor('standard', 'CyT', 'main').map((column) => column.name);
  assert.deepEqual(main.slice(0, 4), ['site', 'listing_id', 'url', 'title']);
  assert.deepEqual(main.slice(-3), ['page', 'position', 'fetched_on']);
  const detail = columnsFor('standard', 'Inm24', 'detail').map((column) => column.name);
  assert.deepEqual(detail.slice(0, main.length - 3), main.slice(0, -3));
});

test('standard cells: missing is empty, truth is a word, numbers are plain', () => {
  const cell = (name: string, row: Row): string | undefined =>
    columnsFor('standard', 'CyT', 'main')
      .find((column) => column.name === name)
      ?.value(row);
  assert.equal(cell('price', {}), '');
  assert.equal(cell('price', { price: null }), '');
  assert.equal(cell('price_from', { price_from: false }), 'false');
  assert.equal(cell('price', { price: 1e21 }), '1000000000000000000000');
  assert.equal(cell('published_on', HOUSE), '2026-03-02');
});

test('the first system has for each scraper the columns that its programs read, in their order', () => {
  assert.equal(names('Inm24', 'main'), 'nombre, descripcion, ubicacion, url, precio, tipo, habitaciones, baños');
  assert.equal(
    names('Inm24', 'detail'),
    'id, PaginaWeb, Ciudad, Fecha Scrap, tipo_propiedad, area_m2, recamaras, estacionamientos, operacion, precio, mantenimiento, direccion, ubicacion_url, titulo, descripcion, anunciante, codigo_anunciante, codigo_inmuebles24, tiempo_publicacion, area_total, area_cubierta, banos_icon, estacionamientos_icon, recamaras_icon, medio_banos_icon, antiguedad_icon, Características generales, Servicios, Amenidades, Exteriores',
  );
  const lam =
    'nombre, descripcion, ubicacion, url, precio, tipo, habitaciones, baños, metros_cuadrados, estacionamientos';
  for (const site of ['Lam', 'Prop', 'Tro', 'Other', 'constructor']) assert.equal(names(site, 'main'), lam, site);
  assert.equal(
    names('Lam', 'detail'),
    'nombre, ubicacion, descripcion, precio, habitaciones, baños, medios_baños, metros_cuadrados, tipo_vivienda, tipo_operacion, año_construccion, estado, planta, superficie_construida, fecha_publicacion, facilidades_propiedad, facilidades_edificio',
  );
  assert.equal(
    names('CyT', 'main'),
    'descripcion, ubicacion, url, precio, tipo, habitaciones, baños, estacionamientos, superficie, codigo',
  );
  assert.equal(
    names('Mit', 'main'),
    'nombre, precio, ubicacion, habitaciones, baños, metros_cuadrados, amenidades, fecha_publicacion, agencia, descripcion, url',
  );
});

test('prices are worded as each portal words them', () => {
  const price = (site: string, row: Row, phase: 'main' | 'detail' = 'main'): string | undefined =>
    cells(site, phase, row)['precio'];
  assert.equal(price('Inm24', HOUSE), 'MN 3,990,000');
  assert.equal(price('Inm24', { price: 250_000, currency: 'USD' }), 'USD 250,000');
  assert.equal(price('Inm24', { price: 4_830_000, currency: 'MXN', price_from: true }), 'desde MN 4,830,000');
  assert.equal(price('Inm24', { ...HOUSE, operation: 'rent', price: 34_000 }, 'detail'), 'rentaMN 34,000');
  assert.equal(price('Inm24', HOUSE, 'detail'), 'ventaMN 3,990,000');
  assert.equal(price('Lam', HOUSE), '$ 3,990,000 MXN');
  assert.equal(price('Lam', { price: 9000, currency: 'USD', price_period: 'month' }), 'USD 9,000 /mes');
  assert.equal(price('Tro', { price: 6_499_999.5, currency: 'MXN', price_from: true }), 'Desde $ 6,499,999.5 MXN');
  assert.equal(price('CyT', { price: 5_750_000, currency: 'MXN' }), '$5,750,000mxn');
  assert.equal(price('Mit', { price: 3_500_000, currency: 'MXN' }), '$ 3,500,000');
  for (const site of ['Inm24', 'Lam', 'CyT', 'Mit']) assert.equal(price(site, {}), '');
});

test('rooms and areas are worded as each portal words them', () => {
  const cyt = cells('CyT', 'main', { ...HOUSE, built_area_m2: 212 });
  assert.deepEqual(
    [cyt['habitaciones'], cyt['baños'], cyt['estacionamientos'], cyt['superficie']],
    ['3 Rec.', '1 Baño.', '2 Estac.', '212m2.'],
  );
  const inm24 = cells('Inm24', 'detail', { ...HOUSE, bedrooms: 3, bedrooms_max: 5, land_area_max_m2: 3531 });
  assert.equal(inm24['recamaras_icon'], '3 a 5 rec.');
  assert.equal(inm24['medio_banos_icon'], '1 medio baño');
  assert.equal(inm24['area_total'], '180 a 3531 m² lote');
  assert.equal(inm24['area_cubierta'], '212.5 m² constr.');
  const lam = cells('Lam', 'main', { ...HOUSE, parking: 1, built_area_m2: null });
  assert.deepEqual(
    [lam['habitaciones'], lam['estacionamientos'], lam['metros_cuadrados']],
    ['3', '1 Estacionamiento', '180 m²'],
  );
});

test('the details say age, map, day and city as the first system did', () => {
  const detail = cells('Inm24', 'detail', HOUSE, 'Zap');
  assert.equal(detail['Ciudad'], 'Zap');
  assert.equal(cells('Inm24', 'detail', HOUSE)['Ciudad'], 'Guadalajara');
  assert.equal(detail['Fecha Scrap'], '2026-03-05');
  assert.match(detail['ubicacion_url'] ?? '', /center=20\.6736,-103\.344$/);
  const age = (row: Row): string | undefined => cells('Inm24', 'detail', row)['antiguedad_icon'];
  assert.deepEqual(
    [age({ age_years: 12 }), age({ age_years: 0 }), age({}), age({ condition: 'under_construction' })],
    ['12 años', 'A estrenar', '', 'En construcción'],
  );
  assert.equal(cells('Mit', 'main', HOUSE)['fecha_publicacion'], '02/03/2026');
});

test('a rejected row tells where it stood, why it was refused and what it said', () => {
  const row = rejectedRow({ row: { title: 'x' }, reason: 'neither listing_id nor url', page: 4, position: 7 });
  const columns = rejectedColumns('main');
  const cell = (name: string): string | undefined => columns.find((column) => column.name === name)?.value(row);
  assert.deepEqual(
    columns.slice(0, 3).map(({ name }) => name),
    ['page', 'position', 'reason'],
  );
  assert.deepEqual(
    [cell('page'), cell('position'), cell('reason'), cell('title')],
    ['4', '7', 'neither listing_id nor url', 'x'],
  );
});
