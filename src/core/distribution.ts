/**
 * How many durations were how long, in little room, and to be added up: buckets each 2 % wider than the one before. Count,
 * sum, least and most are exact (whole milliseconds); a quantile is within 1 % of the value that holds its rank, of values
 * up to 1 ms within that one millisecond.
 */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  /** 0 when there is no value. */
  readonly least: number;
  readonly most: number;
  /** Values by bucket, in order: bucket 0 has 0 and 1 ms, bucket n those above 1.02ⁿ⁻¹ up to 1.02ⁿ ms. */
  readonly buckets: ReadonlyMap<number, number>;
}

export const NO_DURATIONS: Distribution = { count: 0, sum: 0, least: 0, most: 0, buckets: new Map() };

const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);

const bucketOf = (ms: number): number => (ms <= 1 ? 0 : Math.ceil(Math.log(ms) / LOG_GROWTH));
/** As far, in per cent, from one end of the bucket as from the other. */
const middleOf = (bucket: number): number => (bucket === 0 ? 1 : (2 * GROWTH ** bucket) / (GROWTH + 1));

/** A distribution while it grows. */
export class DistributionSum {
  readonly #buckets: number[] = [];
  #count = 0;
  #sum = 0;
  #least = Infinity;
  #most = 0;

  /** @param value milliseconds; rounded to whole ones, none is less than 0 */
  value(value: number): void {
    const ms = Math.max(0, Math.round(value));
    this.#fill(bucketOf(ms), 1);
    this.#widen(ms, ms, ms);
  }

  distribution({ count, sum, least, most, buckets }: Distribution): void {
    if (count === 0) return;
    for (const [bucket, values] of buckets) this.#fill(bucket, values);
    this.#widen(sum, least, most);
  }

  /** A text that `writeDistribution` wrote: without a step between, for there may be as many as tasks. @throws {TypeError} */
  written(text: string): void {
    const reader = new NumberReader(text);
    const [sum, least, most] = [reader.next(SPACE), reader.next(SPACE), reader.next(SPACE)];
    while (!reader.isAtEnd) this.#fill(reader.next(COLON), reader.next(SPACE));
    if (this.#count > 0) this.#widen(sum, least, most);
  }

  result(): Distribution {
    if (this.#count === 0) return NO_DURATIONS;
    const buckets = new Map<number, number>();
    // Holes are passed over: they are most of it.
    this.#buckets.forEach((values, bucket) => buckets.set(bucket, values));
    return { count: this.#count, sum: this.#sum, least: this.#least, most: this.#most, buckets };
  }

  #fill(bucket: number, values: number): void {
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + values;
    this.#count += values;
  }

  #widen(sum: number, least: number, most: number): void {
    this.#sum += sum;
    this.#least = Math.min(this.#least, least);
    this.#most = Math.max(this.#most, most);
  }
}

const SPACE = 32;
const COLON = 58;
const ZERO = 48;

/** Whole numbers of a text, one after the other. */
class NumberReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The number up to `end`, or to the end of the text. @throws {TypeError} where there is none */
  next(end: number): number {
    let value = 0;
    const from = this.#at;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === end) break;
      const digit = code - ZERO;
      if (digit < 0 || digit > 9) throw this.#notOurs();
      value = value * 10 + digit;
    }
    if (this.#at === from) throw this.#notOurs();
    this.#at += 1;
    return value;
  }

  #notOurs(): TypeError {
    return new TypeError(`no distribution of durations: ${JSON.stringify(this.#text.slice(0, 80))}`);
  }
}

/** @param values milliseconds; rounded to whole ones, none is less than 0 */
export function distributionOf(values: readonly number[]): Distribution {
  const sum = new DistributionSum();
  for (const value of values) sum.value(value);
  return sum.result();
}

export function addDistributions(parts: readonly Distribution[]): Distribution {
  const sum = new DistributionSum();
  for (const part of parts) sum.distribution(part);
  return sum.result();
}

export const meanOf = ({ count, sum }: Distribution): number | null => (count === 0 ? null : sum / count);

/** Nearest rank: the smallest value that at least `share` of all do not exceed, within 1 %; null of none. */
export function quantileOf({ count, least, most, buckets }: Distribution, share: number): number | null {
  if (count === 0) return null;
  const rank = Math.min(count, Math.max(1, Math.ceil(share * count)));
  let passed = 0;
  for (const [bucket, values] of buckets) {
    passed += values;
    if (passed >= rank) return Math.min(most, Math.max(least, middleOf(bucket)));
  }
  return most;
}

/** `sum least most bucket:count …`, the form in which it is kept. */
export function writeDistribution({ sum, least, most, buckets }: Distribution): string {
  return [sum, least, most, ...[...buckets].map(([bucket, values]) => `${bucket}:${values}`)].join(' ');
}

/** @throws {TypeError} for a text that `writeDistribution` did not write. */
export function readDistribution(text: string): Distribution {
  const sum = new DistributionSum();
  sum.written(text);
  return sum.result();
}
