/** The points of the trend as one table a measure: batches down, portals across. */
import type { Trend } from '../../../src/monitoring/statistics-shape.ts';
import type { Format } from '../../words/format.ts';

export const MEASURES = ['success', 'rows', 'duration', 'retries', 'pages'] as const;
export type Measure = (typeof MEASURES)[number];

type Point = Trend['points'][number];

export interface Measured {
  /** Oldest first. */
  readonly batches: readonly { readonly id: string; readonly startedAt: string }[];
  readonly lines: readonly { readonly site: string; readonly values: readonly (number | null)[] }[];
}

/** null = the portal had nothing in that batch. */
const VALUE: Readonly<Record<Measure, (point: Point) => number | null>> = {
  success: (point) => {
    const settled = point.completed + point.failed;
    return settled === 0 ? null : point.completed / settled;
  },
  rows: (point) => point.rows,
  duration: (point) => point.busyMs,
  retries: (point) => point.retries,
  pages: (point) => point.pages,
};

export function measured(trend: Trend, measure: Measure): Measured {
  const batches = new Map<string, { readonly id: string; readonly startedAt: string }>();
  const points = new Map<string, Point>();
  for (const point of trend.points) {
    batches.set(point.batch, { id: point.batch, startedAt: point.startedAt });
    points.set(`${point.batch} ${point.site}`, point);
  }
  const order = [...batches.values()].sort((one, other) => one.startedAt.localeCompare(other.startedAt));
  const sites = [...new Set(trend.points.map(({ site }) => site))].sort();
  return {
    batches: order,
    lines: sites.map((site) => ({
      site,
      values: order.map(({ id }) => {
        const point = points.get(`${id} ${site}`);
        return point === undefined ? null : VALUE[measure](point);
      }),
    })),
  };
}

export function showMeasure(measure: Measure, value: number | null, format: Format): string {
  if (value === null) return '–';
  if (measure === 'success') return format.share(value);
  return measure === 'duration' ? format.duration(value) : format.count(value);
}
