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
  /** Values by bucket: bucket 0 has 0 and 1 ms, bucket n those above 1.02ⁿ⁻¹ up to 1.02ⁿ ms. */
  readonly buckets: ReadonlyMap<number, number>;
}

export const NO_DURATIONS: Distribution = { count: 0, sum: 0, least: 0, most: 0, buckets: new Map() };

const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);

const bucketOf = (ms: number): number => (ms <= 1 ? 0 : Math.ceil(Math.log(ms) / LOG_GROWTH));
/** As far, in per cent, from one end of the bucket as from the other. */
const middleOf = (bucket: number): number => (bucket === 0 ? 1 : (2 * GROWTH ** bucket) / (GROWTH + 1));

/** @param values milliseconds; rounded to whole ones, none is less than 0 */
export function distributionOf(values: readonly number[]): Distribution {
  if (values.length === 0) return NO_DURATIONS;
  const buckets = new Map<number, number>();
  let [sum, least, most] = [0, Infinity, 0];
  for (const value of values) {
    const ms = Math.max(0, Math.round(value));
    const bucket = bucketOf(ms);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    sum += ms;
    least = Math.min(least, ms);
    most = Math.max(most, ms);
  }
  return { count: values.length, sum, least, most, buckets };
}

export function addDistributions(parts: readonly Distribution[]): Distribution {
  const filled = parts.filter(({ count }) => count > 0);
  const [first] = filled;
  if (first === undefined) return NO_DURATIONS;
  if (filled.length === 1) return first;
  const buckets = new Map<number, number>();
  let [count, sum, least, most] = [0, 0, Infinity, 0];
  for (const part of filled) {
    for (const [bucket, values] of part.buckets) buckets.set(bucket, (buckets.get(bucket) ?? 0) + values);
    count += part.count;
    sum += part.sum;
    least = Math.min(least, part.least);
    most = Math.max(most, part.most);
  }
  return { count, sum, least, most, buckets };
}

export const meanOf = ({ count, sum }: Distribution): number | null => (count === 0 ? null : sum / count);

/** Nearest rank: the smallest value that at least `share` of all do not exceed, within 1 %; null of none. */
export function quantileOf({ count, least, most, buckets }: Distribution, share: number): number | null {
  if (count === 0) return null;
  const rank = Math.min(count, Math.max(1, Math.ceil(share * count)));
  let passed = 0;
  for (const [bucket, values] of [...buckets].sort(([a], [b]) => a - b)) {
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
  const [sum, least, most, ...parts] = text.split(' ');
  const buckets = new Map<number, number>();
  let count = 0;
  for (const part of parts) {
    const at = part.indexOf(':');
    const values = Number(part.slice(at + 1));
    buckets.set(Number(part.slice(0, at)), values);
    count += values;
  }
  const read = { count, sum: Number(sum), least: Number(least), most: Number(most), buckets };
  if (![count, read.sum, read.least, read.most, ...buckets.keys()].every(Number.isFinite))
    throw new TypeError(`no distribution of durations: ${JSON.stringify(text.slice(0, 80))}`);
  return read;
}
