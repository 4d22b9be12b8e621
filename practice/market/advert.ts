/** One advert's facts, drawn from its own named stream: any advert can be made alone, always the same. */
import type { Advert, AdvertPrice, Range } from '../portal.ts';
import { diceOf } from '../chance.ts';
import type { Dice } from '../chance.ts';
import type { Kind, PropertyClass } from './kinds.ts';
import { STATE, STREETS } from './places.ts';
import type { Colonia, Municipality } from './places.ts';
import { AGENCIES, descriptionOf, featuresOf, titleOf } from './texts.ts';

type Operation = Advert['operation'];

/** Ranges by kind of property: MXN to buy, MXN a month to rent, built and land in m². */
interface Scale {
  readonly sale: readonly [number, number];
  readonly rent: readonly [number, number];
  readonly built: readonly [number, number] | null;
  readonly land: readonly [number, number] | null;
  /** Most bedrooms; 0 = it has none. */
  readonly rooms: number;
}

const SCALES: Readonly<Record<PropertyClass, Scale>> = {
  house: { sale: [1_150_000, 24_000_000], rent: [7_500, 95_000], built: [62, 620], land: [72, 900], rooms: 6 },
  apartment: { sale: [980_000, 12_500_000], rent: [6_000, 62_000], built: [38, 310], land: null, rooms: 4 },
  room: { sale: [750_000, 2_000_000], rent: [2_500, 9_500], built: [12, 60], land: null, rooms: 2 },
  development: { sale: [1_900_000, 15_200_000], rent: [12_000, 45_000], built: [48, 240], land: null, rooms: 4 },
  land: { sale: [450_000, 48_000_000], rent: [8_000, 180_000], built: null, land: [90, 42_000], rooms: 0 },
  ranch: { sale: [1_800_000, 65_000_000], rent: [15_000, 90_000], built: [80, 900], land: [4_000, 400_000], rooms: 6 },
  office: { sale: [1_400_000, 22_000_000], rent: [6_500, 140_000], built: [18, 700], land: null, rooms: 0 },
  retail: { sale: [1_200_000, 18_000_000], rent: [7_000, 120_000], built: [16, 520], land: null, rooms: 0 },
  warehouse: {
    sale: [3_500_000, 95_000_000],
    rent: [18_000, 900_000],
    built: [150, 9_000],
    land: [200, 16_000],
    rooms: 0,
  },
  building: {
    sale: [6_000_000, 160_000_000],
    rent: [35_000, 700_000],
    built: [250, 6_500],
    land: [150, 2_400],
    rooms: 24,
  },
  hotel: {
    sale: [12_000_000, 280_000_000],
    rent: [90_000, 900_000],
    built: [600, 9_000],
    land: [400, 5_000],
    rooms: 90,
  },
};

/** Exchange rate that turns a peso price into a dollar one; only plausibility hangs on it. */
const PESOS_A_DOLLAR = 18;

export interface AdvertOrigin {
  readonly seed: number;
  readonly site: string;
  readonly serial: number;
  readonly slot: number;
  readonly operation: Operation;
  readonly kind: Kind;
  readonly municipality: Municipality;
  /** Product of the price changes so far; 1 = none. */
  readonly priceFactor: number;
  readonly publishedDaysAgo: number;
}

const single = (min: number): Range => ({ min, max: null });

function priceOf(origin: AdvertOrigin, colonia: Colonia, size: number, dice: Dice): AdvertPrice | null {
  const renting = origin.operation === 'rent';
  const [low, high] = renting ? SCALES[origin.kind.class].rent : SCALES[origin.kind.class].sale;
  const level = origin.municipality.level * colonia.level * (origin.operation === 'auction' ? 0.6 : 1);
  const pesos =
    low * (high / low) ** (0.75 * size + 0.25 * dice.between(0, 1)) * (0.6 + 0.4 * level) * origin.priceFactor;
  const step = renting ? 100 : pesos > 5_000_000 ? 50_000 : 5_000;
  const development = origin.kind.class === 'development';
  const dollars = dice.chance(renting ? 0.02 : 0.035);
  const round = (value: number): number =>
    dollars
      ? Math.max(500, Math.round(value / PESOS_A_DOLLAR / 100) * 100)
      : Math.max(step, Math.round(value / step) * step);
  const amount = round(pesos);
  const top = development && dice.chance(0.4) ? round(pesos * dice.between(1.2, 2.1)) : null;
  if (dice.chance(development ? 0.08 : 0.018)) return null;
  return {
    amount,
    max: top !== null && top > amount ? top : null,
    currency: dollars ? 'USD' : 'MXN',
    period: renting ? 'month' : null,
    from: development,
  };
}

/** Areas: whole m² as a rule, a few with a decimal, big land in whole hectares. */
function areaOf(range: readonly [number, number] | null, size: number, dice: Dice): number | null {
  if (range === null) return null;
  const [low, high] = range;
  const raw = low * (high / low) ** Math.min(1, Math.max(0, size + dice.between(-0.12, 0.12)));
  if (raw >= 20_000 && dice.chance(0.7)) return Math.max(1, Math.round(raw / 10_000)) * 10_000;
  if (dice.chance(0.06)) return Math.round(raw * 10) / 10;
  return Math.max(1, Math.round(raw));
}

function rangeOf(min: number | null, widened: boolean, dice: Dice, most: number): Range | null {
  if (min === null) return null;
  if (!widened || !dice.chance(0.7)) return single(min);
  const max = Math.min(most, Math.round(min * dice.between(1.3, 2.6)) + 1);
  return max > min ? { min, max } : single(min);
}

interface Rooms {
  readonly bedrooms: Range | null;
  readonly bathrooms: Range | null;
  readonly halfBathrooms: number | null;
  readonly parking: number | null;
}

function roomsOf(of: PropertyClass, size: number, dice: Dice): Rooms {
  const most = SCALES[of].rooms;
  const development = of === 'development';
  const bedrooms =
    most === 0 || dice.chance(0.04) ? null : Math.max(1, Math.round(size * most + dice.between(-0.4, 1)));
  const bathing = of === 'land' ? 0 : most === 0 ? 0.7 : 0.95;
  const bathrooms = dice.chance(bathing) ? Math.max(1, Math.round((bedrooms ?? 2) * dice.between(0.5, 1.1))) : null;
  return {
    bedrooms: rangeOf(bedrooms, development, dice, 8),
    bathrooms: rangeOf(bathrooms, development, dice, 6),
    halfBathrooms: bathrooms !== null && !development && dice.chance(0.3) ? dice.whole(1, 2) : null,
    parking:
      of !== 'land' && !development && dice.chance(0.78)
        ? dice.whole(1, of === 'building' || of === 'warehouse' ? 20 : 4)
        : null,
  };
}

interface Age {
  readonly ageYears: number | null;
  readonly condition: Advert['condition'];
  readonly constructionYear: number | null;
}

function ageOf(of: PropertyClass, dice: Dice): Age {
  const draw = dice.between(0, 1);
  if (of === 'land' || draw < 0.1) return { ageYears: null, condition: null, constructionYear: null };
  if (draw < 0.4) return { ageYears: null, condition: 'new', constructionYear: null };
  if (draw < 0.43) return { ageYears: null, condition: 'under_construction', constructionYear: null };
  const ageYears = Math.round(dice.skewed(1, 45));
  return { ageYears, condition: null, constructionYear: dice.chance(0.5) ? 2026 - ageYears : null };
}

interface Place {
  readonly colonia: Colonia;
  readonly street: string | null;
  readonly neighbourhood: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

function placeOf(municipality: Municipality, dice: Dice): Place {
  const colonia = dice.pick(municipality.colonias);
  const street = dice.chance(0.75) ? `${dice.pick(STREETS)}${dice.chance(0.7) ? ` ${dice.whole(2, 4800)}` : ''}` : null;
  // Within about 400 m of the colonia's middle, so that it stays inside the municipality.
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  const latitude = round(colonia.latitude + dice.between(-0.0035, 0.0035));
  const longitude = round(colonia.longitude + dice.between(-0.0035, 0.0035));
  const located = dice.chance(0.94);
  const named = dice.chance(0.97);
  return {
    colonia,
    street,
    neighbourhood: named ? colonia.name : null,
    latitude: located ? latitude : null,
    longitude: located ? longitude : null,
  };
}

/** About every fourth property is advertised on several portals with the same facts (sites.md: EasyBroker ids). */
const SHARED_EVERY = 4;

export function makeAdvert(origin: AdvertOrigin): Advert {
  const { kind, municipality, operation, slot } = origin;
  const owner = slot % SHARED_EVERY === 0 ? 'several portals' : origin.site;
  const dice = diceOf('advert', origin.seed, owner, operation, kind.class, kind.name, municipality.name, slot);
  const place = placeOf(municipality, dice);
  const size = dice.between(0, 1) ** 1.5;
  const price = priceOf(origin, place.colonia, size, dice);
  const built = areaOf(SCALES[kind.class].built, size, dice);
  const land = areaOf(SCALES[kind.class].land, size, dice);
  const development = kind.class === 'development';
  const advertiserCode = dice.chance(0.7) ? `EB-${dice.pick(['TQ', 'MK', 'PA', 'NX'])}${dice.whole(1000, 9999)}` : null;
  return {
    serial: origin.serial,
    kind: development ? 'development' : 'property',
    operation,
    typeName: kind.name,
    title: titleOf({ typeName: kind.name, class: kind.class, operation, place: place.colonia.name }, dice),
    description: descriptionOf(dice, advertiserCode),
    price,
    street: place.street,
    neighbourhood: place.neighbourhood,
    municipality: municipality.name,
    state: STATE,
    built: dice.chance(0.96) ? rangeOf(built, development, dice, 900) : null,
    land: dice.chance(0.96) ? (land === null ? null : single(land)) : null,
    ...roomsOf(kind.class, size, dice),
    units: development && dice.chance(0.85) ? dice.whole(6, 240) : null,
    agency: dice.chance(0.97) ? dice.pick(AGENCIES) : null,
    publishedDaysAgo: origin.publishedDaysAgo,
    photos: dice.chance(0.02) ? 0 : dice.whole(1, 30),
    latitude: place.latitude,
    longitude: place.longitude,
    maintenance: dice.chance(0.16) ? dice.whole(4, 90) * 100 : null,
    ...ageOf(kind.class, dice),
    floor: kind.class === 'apartment' && dice.chance(0.4) ? String(dice.whole(1, 22)) : null,
    ...featuresOf(kind.class, dice),
    advertiserCode,
  };
}
