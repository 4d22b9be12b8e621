/**
 * The market behind the practice portals: which adverts each search of each site shows in a given round (epoch).
 * Nothing is stored: a search's adverts follow from (seed, site, search, epoch), and an advert's serial number names
 * its search, so that any page can be made alone and at once.
 */
import { hashOf, shareOf } from './chance.ts';
import { makeAdvert } from './market/advert.ts';
import { KINDS, kindOf } from './market/kinds.ts';
import type { Kind } from './market/kinds.ts';
import { MUNICIPALITIES, municipalityOf } from './market/places.ts';
import type { Advert, Search } from './portal.ts';

const OPERATIONS = ['sale', 'rent', 'auction'] as const;
/** Places for adverts in one search, dead and alive, over all epochs. */
const SLOTS = 1000;

/** Shares between one epoch and the next (about 15 days). */
const LEAVE = 0.1;
const ARRIVE = 0.12;
const REPRICE = 0.08;
/** Share of searches with no result. */
const EMPTY = 0.15;

/** The day round which publication dates lie; fixed, so that an advert's date never moves. */
const ANCHOR = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

export interface MarketOptions {
  readonly seed: number;
  readonly epoch: number;
  /** Day the portals believe it is, YYYY-MM-DD. */
  readonly today: string;
}

export interface Market {
  readonly options: MarketOptions;
  /** Adverts of the whole search in the order shown; null when the portals know no such type or city. */
  adverts(site: string, search: Search): readonly Advert[] | null;
  /** null when there never was such an advert, or it has left. */
  advert(site: string, serial: number): Advert | null;
}

/** What is alive in one search: its place (slot), when it came, and what its price went through. */
interface Life {
  readonly slot: number;
  readonly born: number;
  readonly priceFactor: number;
}

interface Corner {
  readonly number: number;
  readonly operation: (typeof OPERATIONS)[number];
  readonly kind: Kind;
  readonly municipality: (typeof MUNICIPALITIES)[number];
}

function cornerOf(search: Search): Corner | null {
  const kindIndex = kindOf(search.typeSlug);
  const cityIndex = municipalityOf(search.citySlug);
  return kindIndex < 0 || cityIndex < 0 ? null : cornerAt(kindIndex, OPERATIONS.indexOf(search.operation), cityIndex);
}

function cornerAt(kindIndex: number, operationIndex: number, cityIndex: number): Corner | null {
  const kind = KINDS[kindIndex];
  const municipality = MUNICIPALITIES[cityIndex];
  const operation = OPERATIONS[operationIndex];
  if (kind === undefined || municipality === undefined || operation === undefined) return null;
  const number = (kindIndex * OPERATIONS.length + operationIndex) * MUNICIPALITIES.length + cityIndex;
  return { number, operation, kind, municipality };
}

function cornerOfSerial(serial: number): Corner | null {
  const number = Math.floor(serial / SLOTS);
  const cityIndex = number % MUNICIPALITIES.length;
  const rest = Math.floor(number / MUNICIPALITIES.length);
  return cornerAt(Math.floor(rest / OPERATIONS.length), rest % OPERATIONS.length, cityIndex);
}

/** Adverts of a search in epoch 0: a heavy tail, with the big searches of the two big cities at 150–260. */
function firstSize(seed: number, site: string, corner: Corner): number {
  const share = shareOf('size', seed, site, corner.number);
  const { operation, kind, municipality } = corner;
  if (municipality.weight >= 1 && kind.weight >= 1 && operation !== 'auction') return 150 + Math.floor(share * 111);
  if (shareOf('empty', seed, site, corner.number) < EMPTY) return 0;
  const volume =
    125 * kind.weight ** 0.7 * municipality.weight ** 0.6 * { sale: 1, rent: 0.7, auction: 0.15 }[operation];
  return Math.min(140, Math.max(1, Math.round(volume * (0.35 + 1.3 * share))));
}

function livesOf(options: MarketOptions, site: string, corner: Corner): readonly Life[] {
  const { seed, epoch } = options;
  const size = firstSize(seed, site, corner);
  let lives: Life[] = Array.from({ length: size }, (_, slot) => ({ slot, born: 0, priceFactor: 1 }));
  let nextSlot = size;
  for (let round = 1; round <= epoch; round += 1) {
    const draw = (what: string, slot: number): number => shareOf(what, seed, site, corner.number, slot, round);
    const reprice = (life: Life): Life => {
      if (draw('reprice', life.slot) >= REPRICE) return life;
      // Most changes are reductions.
      return { ...life, priceFactor: life.priceFactor * (draw('step', life.slot) < 0.75 ? 0.94 : 1.05) };
    };
    lives = lives.filter(({ slot }) => draw('leave', slot) >= LEAVE).map(reprice);
    const arrivals = Math.floor(size * ARRIVE + draw('arrive', -1));
    for (let i = 0; i < arrivals && nextSlot < SLOTS; i += 1, nextSlot += 1) {
      lives.push({ slot: nextSlot, born: round, priceFactor: 1 });
    }
  }
  const rank = new Map(lives.map(({ slot }) => [slot, hashOf('rank', seed, site, corner.number, slot)]));
  return lives.sort((a, b) => (rank.get(a.slot) ?? 0) - (rank.get(b.slot) ?? 0));
}

/** Publication: up to three years before the anchor for the first adverts, the weeks after it for newcomers. */
function daysAgo(options: MarketOptions, site: string, serial: number, born: number): number {
  const share = shareOf('published', options.seed, site, serial);
  const offset = born > 0 ? 1 + Math.floor(share * 20) : -Math.floor(1100 * share ** 3);
  return Math.max(0, Math.round((Date.parse(`${options.today}T00:00:00Z`) - ANCHOR) / DAY) - offset);
}

/** Of a site's searches at hand, this many stay in memory with their adverts. */
const KEPT_SEARCHES = 120;

export function createMarket(options: MarketOptions): Market {
  const kept = new Map<string, readonly Advert[]>();

  const adverts = (site: string, corner: Corner): readonly Advert[] =>
    livesOf(options, site, corner).map((life) => makeOne(site, corner, life));

  const makeOne = (site: string, corner: Corner, life: Life): Advert => {
    const serial = corner.number * SLOTS + life.slot;
    const publishedDaysAgo = daysAgo(options, site, serial, life.born);
    const { operation, kind, municipality } = corner;
    const { priceFactor, slot } = life;
    return makeAdvert({
      seed: options.seed,
      site,
      serial,
      slot,
      operation,
      kind,
      municipality,
      priceFactor,
      publishedDaysAgo,
    });
  };

  /** A sale search also shows some of the foreclosures, as the portals do: the same advert in two searches. */
  const withForeclosures = (site: string, corner: Corner): readonly Advert[] => {
    const own = adverts(site, corner);
    if (site !== 'Inm24' || corner.operation !== 'sale' || own.length === 0) return own;
    const twin = cornerOfSerial((corner.number + 2 * MUNICIPALITIES.length) * SLOTS);
    const foreclosed = twin === null ? [] : adverts(site, twin);
    return [...own, ...foreclosed.slice(0, Math.ceil(foreclosed.length / 3))];
  };

  return {
    options,
    adverts: (site, search) => {
      const corner = cornerOf(search);
      if (corner === null) return null;
      const key = `${site} ${corner.number}`;
      const found = kept.get(key) ?? withForeclosures(site, corner);
      kept.delete(key);
      kept.set(key, found);
      if (kept.size > KEPT_SEARCHES) kept.delete(kept.keys().next().value ?? '');
      return found;
    },
    advert: (site, serial) => {
      const corner = cornerOfSerial(serial);
      if (corner === null) return null;
      const life = livesOf(options, site, corner).find(({ slot }) => slot === serial % SLOTS);
      return life === undefined ? null : makeOne(site, corner, life);
    },
  };
}
