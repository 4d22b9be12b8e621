/**
 * Inmuebles24's detail pages (sites.md, 2.6): the server page of 2026, whose facts are in inline script constants, and
 * a rendered snapshot of 2025, whose map address carries the coordinates and whose groups and codes are filled in.
 */
import { hashOf } from '../chance.ts';
import type { Advert, Answer, PageContext } from '../portal.ts';
import { inlineIcon } from './ballast.ts';
import { advertUrl, idOf } from './inm24-address.ts';
import { frame, HTML } from './inm24-list.ts';
import { locationChain, mainFeatures } from './inm24-state.ts';
import {
  amountText,
  bathroomsText,
  bedroomsText,
  generatedTitle,
  lotOf,
  lotText,
  operationName,
  photoUrls,
  publishedText,
  rangeText,
  typeId,
  typeName,
} from './inm24-wording.ts';
import { daysBefore, escapeHtml, grouped } from './writing.ts';

/** `server`: constants, no groups in the DOM; `snapshot`: the other way round. */
export function detailGeneration(advert: Advert): 'server' | 'snapshot' {
  return hashOf('detail', advert.serial) % 3 === 0 ? 'snapshot' : 'server';
}

/** Street, colonia, municipality and state, as the page heads its map; without a colonia also without the street. */
export function addressLine(advert: Advert): string {
  const { street, neighbourhood, municipality, state } = advert;
  return [neighbourhood === null ? null : street, neighbourhood, municipality, state]
    .filter((part) => part !== null)
    .join(', ');
}

export const GROUPS = [
  ['Características generales', 'features'],
  ['Servicios', 'services'],
  ['Amenidades', 'amenities'],
  ['Exteriores', 'exteriors'],
] as const;

/** `Elevador : 2` → label and value. */
function labelled(item: string): { readonly label: string; readonly value: string | null } {
  const [label = item, value] = item.split(' : ');
  return { label, value: value ?? null };
}

/** A value as the portal's templates write it: keys and strings in single quotes here, in double quotes there. */
const single = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('<', '\\x3C')}'`;
const json = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function avisoInfo(advert: Advert, context: PageContext): string {
  const groups = Object.fromEntries(
    GROUPS.map(([name, key]) => [
      name,
      Object.fromEntries(
        // Whole numbers as keys come out in ascending order: they grow along the list.
        advert[key].map((item, index) => [String(1_000_003 + index * 17), { ...labelled(item), measure: null }]),
      ),
    ]).filter(([, items]) => Object.keys(items as object).length > 0),
  );
  const { price, maintenance } = advert;
  const dollars = price?.currency === 'USD';
  const prices =
    price === null
      ? []
      : [
          {
            amount: price.amount,
            formattedAmount: grouped(price.amount),
            currency: dollars ? 'USD' : 'MN',
            isoCode: dollars ? 'USD' : 'MXN',
            currencyId: dollars ? '1' : '10',
          },
        ];
  const operationType = { name: operationName(advert), operationTypeId: advert.operation === 'rent' ? '2' : '1' };
  const description = escapeHtml(advert.description).replaceAll('\n', '<br>');
  const pictures = photoUrls(advert, '1200x1200', 50).map((url1200x1200, order) => ({
    order,
    url1200x1200,
    url730x532: url1200x1200.replace('1200x1200', '730x532'),
  }));
  return `const avisoInfo = {
  'idAviso': ${single(idOf(advert))},
  'postingCode': ${single(advert.advertiserCode ?? '')},
  "postingType": "${advert.kind === 'development' ? 'DEVELOPMENT' : 'PROPERTY'}",
  'status': 'ONLINE',
  "title": ${json(advert.title)},
  'generatedTitle': ${single(generatedTitle(advert))},
  'pricesData': ${json([{ operationType, prices }])},
  'expenses': ${maintenance === null ? 'null' : json({ amount: maintenance, formattedAmount: grouped(maintenance), currency: 'MN' })},
  "generalFeatures": ${json(groups)},
  "mainFeatures": ${json(mainFeatures(advert))},
  'location': ${json(locationChain(advert))},
  'address': { 'name': ${advert.street === null ? 'null' : single(advert.street)}, 'visibility': '${advert.street === null ? 'ZONE' : 'EXACT'}' },
  'description': ${single(description)},
  'publisher': ${json({ publisherId: '48213377', name: advert.agency, publisherTypeId: '2' })},
  'pictures': ${json(pictures)},
  'publicationDateFormatted': ${single(`${daysBefore(context.today, advert.publishedDaysAgo)}T12:00:00-06:00`)},
  'realEstateType': { 'name': ${single(typeName(advert))}, 'realEstateTypeId': '${typeId(advert)}' },
  'whatsApp': '52 33 0000 0000',
};
const antiquity = ${single(publishedText(advert))};
const usersViews = ${hashOf('views', advert.serial) % 900};`;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

function constants(advert: Advert, context: PageContext): string {
  const map =
    advert.latitude === null || advert.longitude === null
      ? `const mapLatOf = "", mapLngOf = "", urlMapOf = "";`
      : `const mapLatOf = "${base64(String(advert.latitude))}";
const mapLngOf = "${base64(String(advert.longitude))}";
const urlMapOf = "${base64(`https://img10.naventcdn.com/maps/${idOf(advert)}.png`)}";`;
  return `<script>
const POSTING = { 'page': 'FICHA' }; // ficha: { no es JSON }
${avisoInfo(advert, context)}
${map}
</script>`;
}

function staticMap(advert: Advert, older: boolean): string {
  if (advert.latitude === null || advert.longitude === null) return '';
  const source = older
    ? `https://maps.googleapis.com/maps/api/staticmap?center=${advert.latitude},${advert.longitude}&amp;zoom=16&amp;size=780x456&amp;markers=${advert.latitude},${advert.longitude}&amp;key=practice`
    : `https://img10.naventcdn.com/maps/${idOf(advert)}.png`;
  return `<div class="static-map-container"><img id="static-map" alt="mapa" src="${source}"/></div>`;
}

const YEARS = (advert: Advert): string | null => {
  if (advert.condition === 'new') return 'A estrenar';
  if (advert.condition === 'under_construction') return 'En construcción';
  return advert.ageYears === null ? null : `${advert.ageYears} ${advert.ageYears === 1 ? 'año' : 'años'}`;
};

/** The row of icons: for developments too, in the words of their cards. */
function icons(advert: Advert): string {
  const lot = lotOf(advert);
  const development = advert.kind === 'development';
  const lotWord = hashOf('lot word', advert.serial) % 8 === 0 ? 'tot.' : 'lote';
  const builtWord = hashOf('built word', advert.serial) % 20 === 0 ? 'cub.' : 'constr.';
  const half = advert.halfBathrooms;
  const rows: readonly (readonly [string, string | null])[] = [
    ['stotal', lot === null ? null : lotText(lot, lotWord)],
    ['scubierta', advert.built === null || development ? null : `${rangeText(advert.built)} m² ${builtWord}`],
    ['bano', advert.bathrooms === null ? null : bathroomsText(advert.bathrooms)],
    ['toilete', half === null ? null : half === 1 ? '1 medio baño' : `${half} medios baños`],
    ['cochera', advert.parking === null ? null : `${advert.parking} estac.`],
    ['dormitorio', advert.bedrooms === null ? null : bedroomsText(advert.bedrooms)],
    ['antiguedad', YEARS(advert)],
  ];
  const items = rows.flatMap(([icon, text]) =>
    text === null ? [] : [`<li class="icon-feature"><i class="icon-${icon}"></i>\n\t${text}\n</li>`],
  );
  return `<ul class="section-icon-features-property" id="section-icon-features-property">${items.join('')}</ul>`;
}

function price(advert: Advert): string {
  const operation = operationName(advert).toLowerCase();
  const amount =
    advert.price === null
      ? 'Consultar precio'
      : `${advert.price.from ? 'desde ' : ''}${amountText(advert.price.currency, advert.price.amount)}`;
  const maintenance =
    advert.maintenance === null
      ? ''
      : `<div class="price-extra"><span class="price-expenses">Mantenimiento ${amountText('MXN', advert.maintenance)}</span></div>`;
  return `<div class="price-container-property"><div class="price-value"><span class="operation-type">${operation}</span><span>${amount}</span></div>${maintenance}</div>`;
}

/** What only a browser fills: tabs of features, codes, time of publication. Empty on the server page. */
function rendered(advert: Advert): string {
  if (detailGeneration(advert) === 'server') {
    return '<div id="reactGeneralFeatures"></div><div id="reactPublisherCodes"></div><div id="user-views"></div>';
  }
  const groups = GROUPS.filter(([, key]) => advert[key].length > 0).map(
    ([name, key]) =>
      `<div class="generalFeaturesProperty-module__group"><button type="button" class="generalFeaturesProperty-module__tab"><h3>${name}</h3>${inlineIcon('inm24', name)}</button><div class="generalFeaturesProperty-module__description-container"><ul>${advert[key].map((item) => `<li class="generalFeaturesProperty-module__description-text">${escapeHtml(item)}</li>`).join('')}</ul></div></div>`,
  );
  const own =
    advert.advertiserCode === null ? '' : `<li>Cód. del anunciante: ${escapeHtml(advert.advertiserCode)}</li>`;
  return `<div id="reactGeneralFeatures">${groups.join('')}</div>
<div id="reactPublisherCodes"><ul class="publiserCodes-module__list-publisher-codes">${own}<li>Cód. Inmuebles24: ${idOf(advert)}</li></ul></div>
<div id="user-views"><div><p>${publishedText(advert)}</p><p>${hashOf('views', advert.serial) % 900} visualizaciones</p></div></div>`;
}

export function renderDetail(advert: Advert, context: PageContext): Answer {
  const older = detailGeneration(advert) === 'snapshot';
  const paragraphs = escapeHtml(advert.description).replaceAll('\n', '<br>\n');
  const body = frame({
    heading: advert.title,
    canonical: advertUrl(advert),
    head: `<meta property="og:title" content="${escapeHtml(advert.title)}"/>`,
    body: `<main id="article-container">${price(advert)}
<h2 class="title-type-sup-property">${generatedTitle(advert)}</h2>
<div class="section-location-property"><h4>${escapeHtml(addressLine(advert))}</h4></div>
${icons(advert)}
<section class="article-section-description"><h1 class="title-property">${escapeHtml(advert.title)}</h1><div id="longDescription"><div>${paragraphs}</div></div></section>
${rendered(advert)}
<section id="map-section">${staticMap(advert, older)}</section></main>${older ? '' : constants(advert, context)}`,
  });
  return { status: 200, headers: HTML, body };
}

/** The portal keeps the frame and says that the advert has ended. */
export function renderGone(): Answer {
  const body = frame({
    heading: 'Aviso finalizado',
    canonical: 'https://www.inmuebles24.com/',
    head: '',
    body: '<main><div class="posting-offline" data-qa="POSTING_OFFLINE"><h1>Este aviso ya no está disponible</h1><p>El aviso que buscas fue finalizado por el anunciante.</p></div></main>',
  });
  return { status: 410, headers: HTML, body };
}

export function renderNotFound(): Answer {
  const body = frame({
    heading: 'Página no encontrada',
    canonical: 'https://www.inmuebles24.com/',
    head: '',
    body: '<main><h1>No encontramos la página que buscas</h1><p>Error 404</p></main>',
  });
  return { status: 404, headers: HTML, body };
}
