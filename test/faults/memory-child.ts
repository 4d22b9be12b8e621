/** F73 in a process of its own: pages are read as a worker reads them, and the heap is told after collections. Prints one JSON line. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LISTING_FIELDS } from '../../src/core/listing.ts';
import { decodeText } from '../../src/fetching/charset.ts';
import { validateRows } from '../../src/records/validate.ts';
import { DAY, html, ourSite, pageOf } from '../extraction/our-sites.ts';

const PAGES = Number(process.argv[2]);
const BYTES = Number(process.argv[3]);
/** Reads of the heap, evenly over the pages. */
const READS = 10;
/** A page that is kept is kept at each of them. */
const LOOKS = 10;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const site = ourSite('Tro');
const filler = `<!-- ${'x'.repeat(BYTES)} -->`;

function pageText(page: number): string {
  const cards = Array.from(
    { length: 30 },
    (_, card) =>
      `<article class="snippet-listing" data-id="trovit-MX-${page}-${card}"><a class="js-listing" href="/listing/${page}-${card}" title="Una casa bonita número ${card} de ${page} con jardín"></a><b class="price__actual">$ ${page + 1},${100 + card},000</b><div class="address_property-type"><b>Casa en condominio</b> en Colonia Chapalita Oriente, Zapopan, Jalisco</div></article>`,
  );
  return `${html(cards.join(''))}${filler}${page}`;
}

/** What is being compiled in another thread holds the page it was seen with until that is done: the least of some looks. */
async function heapLeft(): Promise<number> {
  let least = Infinity;
  for (let look = 0; look < LOOKS; look += 1) {
    collect();
    least = Math.min(least, process.memoryUsage().heapUsed);
    await setImmediate();
  }
  return least;
}

const heaps: number[] = [];
// What a task keeps until it is published is the agent's; a worker keeps the keys it has seen, and its last page.
const seen = new Set<unknown>();
for (let page = 0; page < PAGES; page += 1) {
  const { text } = decodeText(Buffer.from(pageText(page)), 'text/html; charset=utf-8');
  const found = site.extractList(pageOf('https://casas.trovit.com.mx/venta-zapopan', text));
  if (found.kind !== 'content') throw new Error(JSON.stringify(found));
  const { rows } = validateRows(found.rows, { fields: LISTING_FIELDS, page: 1, fetchedOn: DAY, maxFieldLength: 1_000 });
  if (rows.length !== 30) throw new Error(`${rows.length} rows`);
  for (const row of rows) seen.add(row['listing_id']);
  if ((page + 1) % Math.ceil(PAGES / READS) === 0) {
    heaps.push(await heapLeft());
  }
}
process.stdout.write(`${JSON.stringify({ pages: PAGES, heaps, keys: seen.size })}\n`);
