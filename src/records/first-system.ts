/**
 * The columns of the team's first system, so that the programs behind it read on (`data.columns: first-system`):
 * the same names in the same order, and each value worded as that portal's pages word it, because that is what those
 * programs take apart. Numbers come from our own row; the full row stays in the journal (D9).
 * Source of columns and wordings: the team's own files of 2025 and 2026.
 */
import type { Phase } from '../core/codes.ts';
import type { Row } from '../core/listing.ts';
import { plainNumber, type Column } from './csv.ts';
import { amount, area, counted, dayMonthYear, inWords, number, range, text, yearsOld } from './portal-wording.ts';

type Cells = readonly (readonly [name: string, value: (row: Row) => string])[];

/**
 * Columns of a site in a phase. Prop, Tro and any site the first system never had use Lamudi's, of which the details
 * have neither an id nor an address of the advert: the team's files never had them.
 */
export function firstSystemColumns(site: string, phase: Phase, city?: string): readonly Column[] {
  const cells = phase === 'main' ? (MAIN.get(site) ?? LAM) : site === 'Inm24' ? inm24Detail(city) : LAM_DETAIL;
  return cells.map(([name, value]) => ({ name, value }));
}

const field =
  (name: string) =>
  (row: Row): string =>
    text(row, name);

/** `MN 3,990,000`, `USD 250,000`, `desde MN 4,830,000`. */
function inm24Price(row: Row): string {
  const price = amount(row, 'price');
  if (price === '') return '';
  return `${row['price_from'] === true ? 'desde ' : ''}${inm24Currency(row, 'currency')} ${price}`;
}

/** On details the operation is glued on: `rentaMN 34,000`, `ventaUSD 1,200,000`. */
function inm24DetailPrice(row: Row): string {
  const price = amount(row, 'price');
  return price === '' ? '' : `${inWords(row, 'operation')}${inm24Currency(row, 'currency')} ${price}`;
}

function inm24Currency(row: Row, name: string): string {
  const currency = text(row, name);
  return currency === 'MXN' || currency === '' ? 'MN' : currency;
}

/** `$ 3,990,000 MXN`, `USD 265,000`, `$ 18,500 MXN /mes`, `Desde $ 6,499,999 MXN`. */
function lamPrice(row: Row): string {
  const price = amount(row, 'price');
  if (price === '') return '';
  const currency = text(row, 'currency') || 'MXN';
  const money = currency === 'MXN' ? `$ ${price} MXN` : `${currency} ${price}`;
  const period = inWords(row, 'price_period');
  return `${row['price_from'] === true ? 'Desde ' : ''}${money}${period === '' ? '' : ` /${period}`}`;
}

/** `$5,750,000mxn`. */
function cytPrice(row: Row): string {
  const price = amount(row, 'price');
  return price === '' ? '' : `$${price}${(text(row, 'currency') || 'MXN').toLowerCase()}`;
}

/** `$ 3,500,000`, `USD 265,000`. */
function mitPrice(row: Row): string {
  const price = amount(row, 'price');
  const currency = text(row, 'currency') || 'MXN';
  return price === '' ? '' : `${currency === 'MXN' ? '$' : currency} ${price}`;
}

/** `1 Baño.`, `2 baños`: Casas y Terrenos really writes the two this way. */
const cytBathrooms = (row: Row): string => counted(range(row, 'bathrooms', ' a '), '1 Baño.', 'baños');

/** Built area when the advert has it, else the land's. */
const anyArea = (row: Row, unit: string, between: string): string =>
  area(row, number(row, 'built_area_m2') === null ? 'land_area' : 'built_area', unit, between);

const inm24Rooms = (row: Row): string => counted(range(row, 'bedrooms', ' a '), '1 rec.', 'rec.');
const inm24Bathrooms = (row: Row): string => counted(range(row, 'bathrooms', ' a '), '1 baño', 'baños');
const parkingWords = (row: Row): string =>
  counted(range(row, 'parking', ' a '), '1 Estacionamiento', 'Estacionamientos');

const INM24: Cells = [
  ['nombre', field('title')],
  ['descripcion', field('description')],
  ['ubicacion', field('location')],
  ['url', field('url')],
  ['precio', inm24Price],
  ['tipo', field('property_type')],
  ['habitaciones', inm24Rooms],
  ['baños', inm24Bathrooms],
];

const LAM: Cells = [
  ['nombre', field('title')],
  ['descripcion', field('description')],
  ['ubicacion', field('location')],
  ['url', field('url')],
  ['precio', lamPrice],
  ['tipo', field('property_type')],
  ['habitaciones', (row) => range(row, 'bedrooms', ' - ')],
  ['baños', (row) => range(row, 'bathrooms', ' - ')],
  ['metros_cuadrados', (row) => anyArea(row, ' m²', ' - ')],
  ['estacionamientos', parkingWords],
];

const CYT: Cells = [
  ['descripcion', (row) => text(row, 'title') || text(row, 'description')],
  ['ubicacion', field('location')],
  ['url', field('url')],
  ['precio', cytPrice],
  ['tipo', field('property_type')],
  ['habitaciones', (row) => counted(range(row, 'bedrooms', ' a '), '1 Rec.', 'Rec.')],
  ['baños', cytBathrooms],
  ['estacionamientos', (row) => counted(range(row, 'parking', ' a '), '1 Estac.', 'Estac.')],
  ['superficie', (row) => anyArea(row, 'm2.', ' a ')],
  ['codigo', field('listing_id')],
];

const MIT: Cells = [
  ['nombre', field('title')],
  ['precio', mitPrice],
  ['ubicacion', field('location')],
  ['habitaciones', (row) => counted(range(row, 'bedrooms', ' - '), '1 recámara', 'recámaras')],
  ['baños', (row) => counted(range(row, 'bathrooms', ' - '), '1 baño', 'baños')],
  ['metros_cuadrados', (row) => anyArea(row, ' m²', ' - ')],
  ['amenidades', field('amenities')],
  ['fecha_publicacion', (row) => dayMonthYear(row, 'published_on')],
  ['agencia', field('agency')],
  ['descripcion', field('description')],
  ['url', field('url')],
];

const MAIN: ReadonlyMap<string, Cells> = new Map([
  ['Inm24', INM24],
  ['CyT', CYT],
  ['Mit', MIT],
]);

const LAM_DETAIL: Cells = [
  ['nombre', field('title')],
  ['ubicacion', field('location')],
  ['descripcion', field('description')],
  ['precio', lamPrice],
  ['habitaciones', (row) => range(row, 'bedrooms', ' - ')],
  ['baños', (row) => range(row, 'bathrooms', ' - ')],
  ['medios_baños', (row) => range(row, 'half_bathrooms', ' - ')],
  ['metros_cuadrados', (row) => anyArea(row, ' m²', ' - ')],
  ['tipo_vivienda', field('property_type')],
  ['tipo_operacion', (row) => inWords(row, 'operation')],
  ['año_construccion', (row) => range(row, 'construction_year', ' - ')],
  ['estado', (row) => inWords(row, 'condition')],
  ['planta', field('floor')],
  ['superficie_construida', (row) => area(row, 'built_area', ' m²', ' - ')],
  ['fecha_publicacion', (row) => text(row, 'published_text') || dayMonthYear(row, 'published_on')],
  ['facilidades_propiedad', field('features')],
  ['facilidades_edificio', field('amenities')],
];

function inm24Detail(city: string | undefined): Cells {
  return [
    ['id', field('listing_id')],
    ['PaginaWeb', field('site')],
    ['Ciudad', (row) => city ?? text(row, 'municipality')],
    ['Fecha Scrap', field('fetched_on')],
    ['tipo_propiedad', field('property_type')],
    ['area_m2', (row) => anyArea(row, 'm²', ' a ')],
    ['recamaras', (row) => counted(range(row, 'bedrooms', ' a '), '1 recámara', 'recámaras')],
    ['estacionamientos', (row) => counted(range(row, 'parking', ' a '), '1 estacionamiento', 'estacionamientos')],
    ['operacion', (row) => inWords(row, 'operation')],
    ['precio', inm24DetailPrice],
    ['mantenimiento', maintenance],
    ['direccion', (row) => text(row, 'street') || text(row, 'location')],
    ['ubicacion_url', mapAddress],
    ['titulo', field('title')],
    ['descripcion', field('description')],
    ['anunciante', field('agency')],
    ['codigo_anunciante', field('advertiser_code')],
    ['codigo_inmuebles24', (row) => text(row, 'portal_code') || text(row, 'listing_id')],
    ['tiempo_publicacion', field('published_text')],
    ['area_total', (row) => area(row, 'land_area', ' m² lote', ' a ')],
    ['area_cubierta', (row) => area(row, 'built_area', ' m² constr.', ' a ')],
    ['banos_icon', inm24Bathrooms],
    ['estacionamientos_icon', (row) => counted(range(row, 'parking', ' a '), '1 estac.', 'estac.')],
    ['recamaras_icon', inm24Rooms],
    ['medio_banos_icon', (row) => counted(range(row, 'half_bathrooms', ' a '), '1 medio baño', 'medios baños')],
    ['antiguedad_icon', yearsOld],
    // Always the four groups in this order; the first system had a column only where a group occurred.
    ['Características generales', field('features')],
    ['Servicios', field('services')],
    ['Amenidades', field('amenities')],
    ['Exteriores', field('exteriors')],
  ];
}

/** `Mantenimiento MN 2,500`. */
function maintenance(row: Row): string {
  const fee = amount(row, 'maintenance_fee');
  return fee === '' ? '' : `Mantenimiento ${inm24Currency(row, 'maintenance_currency')} ${fee}`;
}

/** The first system kept the page's static map address, of which its readers take `center=latitude,longitude`. */
function mapAddress(row: Row): string {
  const latitude = number(row, 'latitude');
  const longitude = number(row, 'longitude');
  if (latitude === null || longitude === null) return '';
  return `https://maps.googleapis.com/maps/api/staticmap?center=${plainNumber(latitude)},${plainNumber(longitude)}`;
}
