/** Text from the web is anything: parsers answer all of it, and soon. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fc from '../../support/chance.ts';

import { canonicalAddress, idFrom } from '../../../src/extraction/parsers/address.ts';
import { parseArea } from '../../../src/extraction/parsers/area.ts';
import { parseBuildingAge } from '../../../src/extraction/parsers/building-age.ts';
import { parseCoordinate, parseCoordinates } from '../../../src/extraction/parsers/coordinates.ts';
import { parseDate } from '../../../src/extraction/parsers/dates.ts';
import { parseHeadline } from '../../../src/extraction/parsers/headline.ts';
import { plainText } from '../../../src/extraction/parsers/markup.ts';
import { parseMoney } from '../../../src/extraction/parsers/money.ts';
import { parseInteger, parseNumber } from '../../../src/extraction/parsers/numbers.ts';
import { parsePublished, publishedOn } from '../../../src/extraction/parsers/published.ts';
import { parseRooms } from '../../../src/extraction/parsers/rooms.ts';
import { cleanText, LONGEST_VALUE } from '../../../src/extraction/parsers/text.ts';

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  parseMoney: (text) => parseMoney(text),
  parseArea: (text) => parseArea(text, 'land'),
  parseRooms: (text) => parseRooms(text, 'parking'),
  parseHeadline,
  parseDate: (text) => [parseDate(text), parseDate(text, 'epoch_ms'), parseDate(text, 'words')],
  parsePublished: (text) => {
    const published = parsePublished(text);
    return published === null ? null : [published, publishedOn(published, '2026-11-22')];
  },
  parseBuildingAge,
  parseCoordinate: (text) => [parseCoordinate(text), parseCoordinates(text)],
  parseNumber: (text) => [parseNumber(text), parseInteger(text)],
  cleanText,
  plainText,
  canonicalAddress: (text) =>
    canonicalAddress(text, 'https://a.mx/', { base64: true, innerParameter: 'u', dropParameters: ['a*'] }),
  idFrom: (text) => idFrom(text, /-(\d+)/),
};

/** Pieces that make texts which nearly parse. */
const piece = fc.constantFrom(
  '1',
  '23',
  '456',
  '000',
  ',',
  '.',
  ' ',
  "'",
  '-',
  'a',
  '$',
  'MN',
  'USD',
  'mxn',
  'desde',
  'renta',
  '/mes',
  'm²',
  'm2',
  'ha',
  'rec.',
  'baños',
  'hace',
  'más de',
  'días',
  'ene',
  '·',
  'en',
  '%',
  '&amp;',
  '<b>',
  '</',
  '"',
  '\u00a0',
  '\u202e',
  '\ud83d',
  '🏠',
  'millones',
  'hasta',
);

for (const [name, parse] of Object.entries(parsers)) {
  test(`${name} never throws, and gives no number that is not finite`, () => {
    const text = fc.oneof(
      fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const written = JSON.stringify(parse(raw), (_, value: unknown) => {
          assert.ok(
            typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0)),
            `${raw} gave ${String(value)}`,
          );
          return value;
        });
        assert.ok(written !== undefined);
      }),
      { numRuns: 500 },
    );
  });
}

/** With work that grows with the square of the length, each of these would take minutes: the limit is there to end that, not to measure. */
test(
  'T22 long runs of what parsers look for are read in time that grows with their length',
  { timeout: 60_000 },
  () => {
    const seeds = [
      '1',
      '1,',
      '1 ',
      '000 ',
      "1'",
      ', ',
      '- ',
      '$',
      'MN ',
      'a ',
      '1 a ',
      '1 rec ',
      'hace ',
      'ene 1 ',
      '1 ene ',
      '·',
      '&amp;',
      '&#38;',
      '&',
      '<',
      '<a "',
      "<a '",
      '<!--',
      '<script>',
      '</script',
      '<b><',
      '\u0301a',
      '\u202e',
      ' \u00a0',
      'QUFB',
    ];
    for (const seed of seeds) {
      for (const length of [LONGEST_VALUE - 1, 400_000]) {
        const text = seed.repeat(Math.ceil(length / seed.length)).slice(0, length);
        for (const parse of Object.values(parsers)) assert.doesNotThrow(() => parse(text));
      }
    }
  },
);
