/** The figures of each site, lists and details together, and what it gave in the batch before. */
import type { Verdict } from '../core/verdict.ts';
import type { BatchReport } from '../monitoring/statistics-shape.ts';

export interface SiteFigures {
  readonly site: string;
  readonly tasks: number;
  /** Tasks that have not ended have no verdict. */
  readonly byVerdict: Readonly<Partial<Record<Verdict, number>>>;
  /** Of the searches, as far as they can be compared. */
  readonly rows: number;
  readonly rowsBefore: number | null;
}

export function figuresBySite({ scrapers, coverage }: BatchReport): readonly SiteFigures[] {
  const sites = [...new Set(scrapers.map(({ site }) => site))];
  return sites.map((site) => {
    const own = scrapers.filter((one) => one.site === site);
    const cells = coverage.cells.filter((cell) => cell.site === site);
    const byVerdict: Partial<Record<Verdict, number>> = {};
    for (const { byVerdict: verdicts } of own)
      for (const [verdict, tasks] of Object.entries(verdicts) as [Verdict, number][])
        byVerdict[verdict] = (byVerdict[verdict] ?? 0) + tasks;
    const before = cells.map(({ rowsBefore }) => rowsBefore).filter((rows) => rows !== null);
    return {
      site,
      tasks: own.reduce((sum, { tasks }) => sum + tasks, 0),
      byVerdict,
      rows: cells.reduce((sum, { rows }) => sum + rows, 0),
      rowsBefore: before.length === 0 ? null : before.reduce((sum, rows) => sum + rows, 0),
    };
  });
}
