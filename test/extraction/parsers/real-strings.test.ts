/** Every one of the strings seen on the portals' pages, with the value a person gave it, through the parser of its kind. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parseArea } from '../../../src/extraction/parsers/area.ts';
import { parseBuildingAge } from '../../../src/extraction/parsers/building-age.ts';
import { parseDate } from '../../../src/extraction/parsers/dates.ts';
import type { DateFormat } from '../../../src/extraction/parsers/dates.ts';
import { parseHeadline } from '../../../src/extraction/parsers/headline.ts';
import { parseMoney } from '../../../src/extraction/parsers/money.ts';
import { parsePublished } from '../../../src/extraction/parsers/published.ts';
import { parseRooms } from '../../../src/extraction/parsers/rooms.ts';
import type { RoomKind } from '../../../src/extraction/parsers/rooms.ts';

type Expected = Readonly<Record<string, unknown>>;

interface Sample {
  readonly kind: string;
  readonly text: string;
  readonly site: string;
  readonly class: string;
  readonly expect: Expected;
}

const samples = JSON.parse(
  readFileSync(new URL('../../data/strings.json', import.meta.url), 'utf8'),
) as readonly Sample[];

/** What the file says of a sample besides the value itself. */
const REMARKS = new Set(['note', 'not_parking', 'written', 'unit_written', 'period_accept', 'format']);

/** Names of the file's keys in the results, and what an absent key means. */
const readers: Readonly<Record<string, (sample: Sample) => Expected | null>> = {
  money: ({ text, expect }) => {
    const money = parseMoney(text);
    if (money === null) return null;
    const { typesText, period, ...rest } = money;
    const accepted = expect['period_accept'];
    const known = Array.isArray(accepted) && accepted.includes(period) ? expect['period'] : period;
    return { ...rest, period: known, types_text: typesText };
  },
  area: ({ text }) => {
    const area = parseArea(text);
    return area === null ? null : { ...area, unit: 'm2' };
  },
  rooms: ({ text, class: group, expect }) => {
    // A bare number, or any amenity, is read for the slot it stood in; every other text must say by itself what it counts.
    const needsSlot = group.includes('[') || expect['not_parking'] === true;
    const rooms = needsSlot ? parseRooms(text, expect['what'] as RoomKind) : parseRooms(text);
    return rooms === null ? null : { ...rooms };
  },
  headline: ({ text }) => {
    const headline = parseHeadline(text);
    if (headline === null) return null;
    const { type, areaM2, bedrooms, parking } = headline;
    return { type, area_m2: areaM2, bedrooms, parking };
  },
  building_age: ({ text }) => {
    const age = parseBuildingAge(text);
    return age === null ? null : { years: age.years, state: age.state };
  },
  date: ({ text, expect }) => ({
    date: parseDate(text),
    again: parseDate(text, expect['format'] as DateFormat),
  }),
  published: ({ text }) => {
    const published = parsePublished(text);
    if (published === null) return null;
    const { value, unit, moreThan, portal, date } = published;
    return { value, unit, more_than: moreThan, portal, date };
  },
};

/** Keys that a sample may leave out, with what is then expected. */
const absent: Readonly<Record<string, Expected>> = {
  money: { operation: null, label: null, what: null, placeholder: false, types_text: null, max: null },
  area: { what: null },
  rooms: {},
  headline: {},
  building_age: {},
  date: {},
  published: {},
};

function wrongParts(sample: Sample): readonly string[] {
  const actual = readers[sample.kind]?.(sample) ?? null;
  if (actual === null) return ['not understood'];
  const expected: Expected = { ...absent[sample.kind], ...sample.expect };
  const wrong = Object.entries(expected).filter(([key, value]) => !REMARKS.has(key) && actual[key] !== value);
  const lines = wrong.map(([key, value]) => `${key} is ${JSON.stringify(actual[key])}, not ${JSON.stringify(value)}`);
  return 'again' in actual && actual['again'] !== expected['date'] ? [...lines, 'its own format disagrees'] : lines;
}

test('the file of real strings is whole: 1,340 of seven kinds', () => {
  assert.equal(samples.length, 1340);
  assert.deepEqual(new Set(samples.map((sample) => sample.kind)), new Set(Object.keys(readers)));
});

for (const kind of Object.keys(readers)) {
  test(`every real ${kind.replace('_', ' ')} string is read as a person reads it`, () => {
    const mismatches = samples
      .filter((sample) => sample.kind === kind)
      .flatMap((sample) => wrongParts(sample).map((part) => `${sample.site}: "${sample.text}": ${part}`));
    assert.deepEqual(mismatches, []);
  });
}
