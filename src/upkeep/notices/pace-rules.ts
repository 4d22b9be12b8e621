/** Sites that work more slowly than they themselves did in earlier batches. */
import { phaseOf } from '../../core/codes.ts';
import type { ScraperProgress } from '../../store/contract.ts';
import type { Seen } from './group-troubles.ts';

/** Fewer pages, or answers, are chance. */
const LEAST_PAGES = 50;
const LEAST_ANSWERS = 50;
/** Two batches at least make a past. */
const LEAST_BATCHES = 2;
const SLOWER = 2;
/** The target of requirements/4: a portal that answers faster is fast enough, whatever it did before. */
const FAST_ENOUGH_MS = 2000;
const MINUTE_MS = 60_000;

/** Pages a minute of each site's lists while its lanes were at work; sites with few pages are left out. */
export function pacesOf(progress: readonly ScraperProgress[]): ReadonlyMap<string, number> {
  return new Map(
    progress
      .filter(({ scraper, pages, busyMs }) => phaseOf(scraper) === 'main' && pages >= LEAST_PAGES && busyMs > 0)
      .map(({ site, pages, busyMs }) => [site, pages / (busyMs / MINUTE_MS)]),
  );
}

/** @param past the paces of earlier batches */
export function slowPages(
  now: number,
  current: ReadonlyMap<string, number>,
  past: readonly ReadonlyMap<string, number>[],
): readonly Seen[] {
  return [...current].flatMap(([site, pace]): Seen[] => {
    const usual = median(past.map((paces) => paces.get(site)).filter((one) => one !== undefined));
    if (usual === null || pace * SLOWER >= usual) return [];
    const facts = { measured: `${pace.toFixed(1)}/min`, usual: `${usual.toFixed(1)}/min` };
    return [{ cause: 'slow_pages', site, at: now, facts }];
  });
}

export interface AnswerTimes {
  readonly site: string;
  readonly answers: number;
  readonly meanMs: number;
}

/** @param past site to the mean answer times of earlier batches, ms */
export function slowAnswers(
  now: number,
  current: readonly AnswerTimes[],
  past: Readonly<Record<string, readonly number[]>>,
): readonly Seen[] {
  return current.flatMap(({ site, answers, meanMs }): Seen[] => {
    const usual = median(past[site] ?? []);
    if (usual === null || answers < LEAST_ANSWERS || meanMs <= FAST_ENOUGH_MS || meanMs <= SLOWER * usual) return [];
    const facts = { measured: `${(meanMs / 1000).toFixed(1)} s`, usual: `${(usual / 1000).toFixed(1)} s` };
    return [{ cause: 'slow_answers', site, at: now, facts }];
  });
}

function median(values: readonly number[]): number | null {
  if (values.length < LEAST_BATCHES) return null;
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? null;
}
