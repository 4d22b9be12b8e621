import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { DETAIL_FIELDS, LISTING_FIELDS, type Row } from '../../src/core/listing.ts';
import { validateRows, type ValidateOptions, type ValidatedRows } from '../../src/records/validate.ts';

const OPTIONS: ValidateOptions = { fields: LISTING_FIELDS, page: 3, fetchedOn: '2026-11-22', maxFieldLength: 1000 };
const ID = { site: 'CyT', listing_id: '42' };

const validate = (rows: readonly unknown[], options: Partial<ValidateOptions> = {}): ValidatedRows =>
  validateRows(rows as readonly Row[], { ...OPTIONS, ...options });
/** What becomes of one value: kept, or the reason why not. */
function fate(field: string, value: unknown, options: Partial<ValidateOptions> = {}): unknown {
  const result = validate([{ ...ID, [field]: value }], options);
  assert.deepEqual(result.rejects, []);
  const kept = result.rows[0]?.[field] ?? null;
  return result.emptied[field] === undefined ? kept : [kept, result.emptied[field].reason];
}

test('a good row passes as it is, with its page, place and day', () => {
  const row = { ...ID, title: 'Casa', price: 3_990_000, price_from: false, latitude: 20.67, url: 'https://x.mx/a?b=1' };
  const result = validate([row, { ...row, listing_id: '43' }]);
  assert.deepEqual(result.rows[0], { ...row, page: 3, position: 1, fetched_on: '2026-11-22' });
  assert.equal(result.rows[1]?.['position'], 2);
  assert.deepEqual([result.rejects, result.emptied], [[], {}]);
});

test('D21 a row is rejected for a fault of identity or safety only, and says which', () => {
  const result = validate([
    { title: 'nobody' },
    { ...ID, url: 'javascript:alert(1)' },
    { listing_id: 'x'.repeat(201) },
    { url: 'not an address' },
    null,
    ['list'],
    { ...ID, price: 'nonsense', bedrooms: -1 },
  ]);
  assert.deepEqual(
    result.rejects.map(({ reason, position, page }) => [position, page, reason.slice(0, 48)]),
    [
      [1, 3, 'neither listing_id nor url'],
      [2, 3, 'unsafe: url "javascript:alert(1)" is not an http'],
      [3, 3, `neither listing_id nor url; listing_id "xxxxxxxx`],
      [4, 3, 'neither listing_id nor url; url "not an address"'],
      [5, 3, 'the row is null'],
      [6, 3, 'the row is a list'],
    ],
  );
  assert.deepEqual(
    result.rows.map((row) => row['position']),
    [7],
  );
});

test('D21 a bad optional value is emptied and counted, with the first raw example and the reason', () => {
  const result = validate([
    { ...ID, price: 'a lot' },
    { ...ID, price: 'too much' },
    { ...ID, bedrooms: 2.5 },
  ]);
  assert.deepEqual(result.emptied, {
    price: { count: 2, example: 'a lot', reason: 'is not a number' },
    bedrooms: { count: 1, example: '2.5', reason: 'is not a whole number' },
  });
  assert.ok(result.rows.every((row) => row['price'] === undefined || row['price'] === null));
});

test('values outside their range are emptied, those on its ends are kept', () => {
  assert.equal(fate('latitude', 90), 90);
  assert.deepEqual(fate('latitude', 90.01), [null, 'is not between -90 and 90 °']);
  assert.equal(fate('bedrooms', 0), 0);
  assert.deepEqual(fate('price', 0), [null, 'is not between 1 and 1000000000000']);
  assert.deepEqual(fate('built_area_m2', Number.POSITIVE_INFINITY), [null, 'is not a number']);
});

test('numbers and truth values written as text, as foreign programs send them, are understood', () => {
  assert.equal(fate('bedrooms', '3'), 3);
  assert.equal(fate('price', '1250000.50'), 1_250_000.5);
  assert.equal(fate('price_from', 'true'), true);
  assert.deepEqual(fate('price', '1e5'), [null, 'is not a number']);
  assert.equal(fate('price', ''), null);
  assert.equal(fate('listing_id', 147009800), '147009800');
});

test('days are real days between 1990 and the day after the fetch', () => {
  assert.equal(fate('published_on', '2024-02-29'), '2024-02-29');
  assert.equal(fate('published_on', '2026-11-23'), '2026-11-23');
  for (const day of [
    '2023-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-11-24',
    '1989-12-31',
    '22/11/2026',
    20261122,
  ]) {
    assert.equal((fate('published_on', day) as unknown[])[0], null, String(day));
  }
});

test('addresses are http or https, without names and passwords', () => {
  assert.equal(fate('first_photo', 'https://img.x.mx/a b.jpg'), 'https://img.x.mx/a%20b.jpg');
  assert.equal(fate('first_photo', 'https://ñandú.mx/a'), 'https://xn--and-6ma2c.mx/a');
  for (const address of [
    'ftp://x.mx/a',
    'data:text/html,x',
    '//x.mx/a',
    '/a',
    'http://',
    'https://me:secret@x.mx/',
    7,
  ]) {
    assert.equal((fate('first_photo', address) as unknown[])[0], null, String(address));
  }
  assert.equal((fate('first_photo', `https://x.mx/${'a'.repeat(2083)}`) as unknown[])[0], null);
});

test('an advert on a foreign host loses its address when the hosts of the site are known', () => {
  const siteHosts = ['casasyterrenos.com'];
  const own = 'https://www.casasyterrenos.com/propiedad/1';
  assert.equal(fate('url', own, { siteHosts }), own);
  assert.deepEqual(fate('url', 'https://evilcasasyterrenos.com/1', { siteHosts }), [
    null,
    "leads to evilcasasyterrenos.com, which is not this site's",
  ]);
  assert.equal(validate([{ url: 'https://evil.mx/1' }], { siteHosts }).rejects.length, 1);
});

test('words with few values hold nothing else', () => {
  assert.equal(fate('currency', 'USD'), 'USD');
  assert.deepEqual(fate('currency', 'U$D'), [null, 'is not three capital letters such as MXN']);
  assert.deepEqual(fate('operation', 'venta'), [null, 'is not sale, rent or auction']);
  assert.deepEqual(fate('price_period', 'mes'), [null, 'is not month, week, day or year']);
});

test('text longer than allowed is cut between characters and counted; the limit is the configured one', () => {
  const [kept, reason] = fate('title', `${'a'.repeat(999)}😀b`) as [string, string];
  assert.deepEqual([kept, reason], ['a'.repeat(999), 'cut to 1000 characters']);
  assert.deepEqual(fate('title', 'abcdef', { maxFieldLength: 3 }), ['abc', 'cut to 3 characters']);
  assert.equal((fate('description', 'd'.repeat(20_000)) as string).length, 20_000);
  assert.equal((fate('description', 'd'.repeat(200_000)) as [string, string])[0].length, 20_000);
});

test('scripts and control characters are stripped, plain text and comparisons are kept', () => {
  assert.deepEqual(fate('title', 'Casa <script>steal()</script> nueva'), ['Casa   nueva', 'script removed']);
  assert.equal(fate('title', 'Terreno < 500 m² y > 200'), 'Terreno < 500 m² y > 200');
  assert.equal(fate('title', 'Precio <b>negociable</b>'), 'Precio <b>negociable</b>');
  assert.equal(fate('title', 'a\u0000b\u001b]0;x\u0007c\u202Ed'), 'ab]0;xcd');
  assert.equal(fate('title', ' uno\r\n\tdos '), 'uno dos');
  assert.equal(fate('description', 'uno\r\ndos\rtres'), 'uno\ndos\ntres');
  assert.equal(fate('title', 'half \ud83d pair'), 'half \ufffd pair');
  assert.deepEqual(fate('title', '<script>'), [null, 'holds nothing but script']);
});

test('no script survives, however it is nested, cut or spelled', () => {
  const piece = fc.constantFrom(
    '<script>',
    '</script>',
    '<scr',
    'ipt>',
    '<ScRiPt x="',
    '"',
    '<img onerror=',
    ' src=x>',
    '<a href="javascript:',
    '<svg/onload=',
    '<iframe',
    '>',
    '<',
    'x',
    ' ',
    '\n',
    '\0',
    'script',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const kept = validate([{ ...ID, description: pieces.join('') }]).rows[0]?.['description'] ?? '';
      assert.doesNotMatch(String(kept), /<\/?(script|iframe|svg)\b/i);
      assert.doesNotMatch(String(kept), /<[a-z][^<>]*[\s/"']on[a-z]+\s*=/i);
      assert.doesNotMatch(String(kept), /<[a-z][^<>]*javascript:/i);
    }),
    { numRuns: 2000 },
  );
});

test('columns that the site does not have are refused and counted, even hostile ones', () => {
  const row = JSON.parse('{"listing_id":"1","phone":"33 1234 5678","__proto__":{"price":1},"page":9}') as Row;
  const result = validate([row]);
  assert.deepEqual(Object.keys(result.rows[0] ?? {}).sort(), ['fetched_on', 'listing_id', 'page', 'position']);
  assert.equal(result.rows[0]?.['page'], 3);
  assert.deepEqual(Object.keys(result.emptied).sort(), ['__proto__', 'page', 'phone']);
});

test('coordinates of 0, 0 mean unknown', () => {
  const result = validate([{ ...ID, latitude: 0, longitude: 0 }]);
  assert.deepEqual([result.rows[0]?.['latitude'], result.rows[0]?.['longitude']], [null, null]);
  assert.equal(fate('latitude', 0), 0);
});

test('whatever a row holds, nothing is thrown and what passes is clean, typed and in range', () => {
  const names = DETAIL_FIELDS.map((field) => field.name);
  const anyRow = fc.dictionary(
    fc.oneof(fc.constantFrom(...names), fc.string()),
    fc.anything({ withBigInt: true, withDate: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(anyRow, fc.anything()), { maxLength: 5 }), (rows) => {
      const result = validate(rows, { fields: DETAIL_FIELDS });
      assert.equal(result.rows.length + result.rejects.length, rows.length);
      for (const row of [...result.rows, ...result.rejects.map((reject) => reject.row)]) {
        for (const [name, value] of Object.entries(row)) {
          assert.ok(names.includes(name) || ['page', 'position', 'fetched_on'].includes(name), name);
          assert.ok(value === null || ['string', 'number', 'boolean'].includes(typeof value));
        }
      }
      JSON.stringify(result);
    }),
  );
});
