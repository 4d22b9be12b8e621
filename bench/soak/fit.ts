/** A straight line through measured points (least squares): how fast something grows. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Growth of y for each 1 of x; NaN with fewer than two different x. */
export function slopeOf(points: readonly Point[]): number {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / (spread === 0 ? Number.NaN : spread);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
