/** Step 9 of the flow: what a site's main scraper published becomes its detail tasks, each with a frozen list (D22). */
import type { Batch } from '../../core/batch.ts';
import type { Clock } from '../../core/clock.ts';
import { phaseOf, scraperName } from '../../core/codes.ts';
import type { Row } from '../../core/listing.ts';
import type { DetailItem } from '../../core/page.ts';
import type { Task } from '../../core/task.ts';
import type { Outputs } from '../../outputs/contract.ts';
import { readPublishedRows } from '../../records/read-rows.ts';
import type { DetailPlan, Store } from '../../store/contract.ts';

export interface DetailDeps {
  readonly store: Pick<Store, 'batches' | 'tasks'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
  readonly maxAttempts: number;
}

/** Plans the detail tasks of a finished main scraper; idempotent. Returns how many were new. */
export async function planDetails(deps: DetailDeps, batch: Batch, scraper: string): Promise<number> {
  if (phaseOf(scraper) === 'detail') return 0;
  const mains = await deps.store.tasks.completedTasks(batch.id, scraper);
  const seen = new Set<string>();
  const plans: DetailPlan[] = [];
  // By order_num: a listing found by several targets belongs to the lowest one.
  for (const main of mains) {
    if (main.rows === 0) continue;
    const items = itemsOf(await readPublishedRows(deps.outputs, batch, main), seen);
    if (items.length > 0)
      plans.push({ task: detailTask(main, deps.maxAttempts), mainTask: main.id, items, skippedUnchanged: 0 });
  }
  return plans.length === 0 ? 0 : deps.store.batches.planDetails(batch.id, plans, deps.clock.now());
}

function itemsOf(rows: readonly Row[], seen: Set<string>): readonly DetailItem[] {
  const items: DetailItem[] = [];
  for (const row of rows) {
    const url = row['url'];
    if (typeof url !== 'string' || url === '') continue;
    const listingId = typeof row['listing_id'] === 'string' && row['listing_id'] !== '' ? row['listing_id'] : url;
    if (seen.has(listingId)) continue;
    seen.add(listingId);
    items.push({ sequence: items.length + 1, listingId, url });
  }
  return items;
}

function detailTask(main: Task, maxAttempts: number): DetailPlan['task'] {
  const { site, city, operation, product, url, orderNum, ordinal } = main;
  return {
    scraper: scraperName(site, 'detail'),
    phase: 'detail',
    site,
    city,
    operation,
    product,
    url,
    orderNum,
    ordinal,
    maxAttempts,
  };
}
