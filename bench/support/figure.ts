/** What a figure of the bench is: a few measured values a round, each with the target it is held to. */
import type { Product } from './product.ts';

export interface Target {
  readonly kind: 'at least' | 'at most';
  readonly value: number;
}

export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly digits: number;
  readonly target: Target | null;
  /** One value a round. */
  readonly values: readonly number[];
}

export interface FigureResult {
  readonly measures: readonly Measure[];
  /** How it was measured, and what else a reader must know. */
  readonly notes: readonly string[];
}

export interface BenchOptions {
  readonly product: Product;
  readonly rounds: number;
  /** How long the service is left alone before its idle memory is read. */
  readonly idleMinutes: number;
}

export interface Figure {
  readonly name: string;
  readonly title: string;
  /** It is measured of a release too. */
  readonly ofRelease?: true;
  measure(options: BenchOptions): Promise<FigureResult>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** null = there is no target. The median of the rounds is what counts. */
export function isMet({ target, values }: Measure): boolean | null {
  if (target === null) return null;
  const value = median(values);
  return target.kind === 'at least' ? value >= target.value : value <= target.value;
}
