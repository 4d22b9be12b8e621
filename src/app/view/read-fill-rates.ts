/** Which share of a batch's rows had each field, by site: from the batch's journal, where its close has written it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { phaseOf, scraperName } from '../../core/codes.ts';
import { fieldsPath, readFields } from '../../records/field-fills.ts';
import type { FieldFills } from '../../records/field-fills.ts';

export type SiteFillRates = readonly {
  readonly site: string;
  /** In alphabetical order; `share` 0–1. */
  readonly fields: readonly { readonly field: string; readonly share: number }[];
}[];

/**
 * Of the lists, where every advert of a site is; empty for a batch that has not closed yet, or closed before this was kept.
 * @param sites the codes as people write them: a scraper's name is in lower case
 * @throws {Fault} E_IO when the file is damaged
 */
export async function readFillRates(tree: string, batch: string, sites: readonly string[]): Promise<SiteFillRates> {
  const file = join(tree, fieldsPath(batch));
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return fillRatesBySite(readFields(bytes, file), sites);
}

export function fillRatesBySite(fills: readonly FieldFills[], sites: readonly string[]): SiteFillRates {
  const byScraper = new Map<string, { rows: number; readonly filled: Map<string, number> }>();
  for (const { scraper, rows, filled } of fills) {
    if (phaseOf(scraper) !== 'main') continue;
    const sum = byScraper.get(scraper) ?? { rows: 0, filled: new Map<string, number>() };
    byScraper.set(scraper, sum);
    sum.rows += rows;
    for (const [field, count] of Object.entries(filled)) sum.filled.set(field, (sum.filled.get(field) ?? 0) + count);
  }
  return [...byScraper]
    .filter(([, { rows }]) => rows > 0)
    .map(([scraper, { rows, filled }]) => ({
      site: sites.find((site) => scraperName(site, 'main') === scraper) ?? scraper,
      fields: [...filled]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, count]) => ({ field, share: Math.min(1, count / rows) })),
    }));
}
