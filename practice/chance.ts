/** Chance for the practice portals: everything is derived from names, so that any advert can be made alone. */
import { seededRandom } from '../src/core/clock.ts';
import type { Random } from '../src/core/clock.ts';

/** 32-bit FNV-1a (Fowler, Noll, Vo) with a last mix (MurmurHash3 finaliser), of the parts joined by a bar. */
export function hashOf(...parts: readonly (string | number)[]): number {
  const text = parts.join('|');
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A share in [0, 1) that belongs to these names. */
export function shareOf(...parts: readonly (string | number)[]): number {
  return hashOf(...parts) / 4294967296;
}

/** Draws from one stream, named by its parts. */
export interface Dice {
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** Number in [low, high). */
  between(low: number, high: number): number;
  /** As `between`, but small values are likelier: prices and areas are skewed. */
  skewed(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** `count` different items, in the order of the list. */
  some<T>(items: readonly T[], count: number): readonly T[];
}

export function diceOf(...parts: readonly (string | number)[]): Dice {
  const random: Random = seededRandom(hashOf(...parts));
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    chance: (probability) => random.next() < probability,
    whole,
    between,
    skewed: (low, high) => low * (high / low) ** (random.next() ** 1.4),
    pick: (items) => items[whole(0, items.length - 1)] as (typeof items)[number],
    some: (items, count) => {
      const wanted = new Set<number>();
      const most = Math.min(count, items.length);
      while (wanted.size < most) wanted.add(whole(0, items.length - 1));
      return items.filter((_, index) => wanted.has(index));
    },
  };
}
