import type { BatchFilters } from '../../core/batch.ts';
import type { Target } from '../../core/target.ts';

/**
 * The targets a batch runs. With a limit they are taken evenly: every site gets its share, and within a site they are
 * spread over its whole list, so that a small batch still shows every kind of search.
 */
export function selectTargets(targets: readonly Target[], filters: BatchFilters): readonly Target[] {
  const wanted = targets.filter(
    (target) =>
      among(filters.sites, target.site) &&
      among(filters.cities, target.city) &&
      among(filters.operations, target.operation) &&
      among(filters.products, target.product),
  );
  return filters.limit === 0 || wanted.length <= filters.limit ? wanted : spread(wanted, filters.limit);
}

function among(wanted: readonly string[], code: string): boolean {
  return wanted.length === 0 || wanted.some((one) => one.toLowerCase() === code.toLowerCase());
}

function spread(targets: readonly Target[], limit: number): readonly Target[] {
  const bySite = [...Map.groupBy(targets, (target) => target.site).values()];
  const chosen = new Set<Target>();
  let rest = limit;
  // Small sites first: what they cannot use goes to the larger ones.
  const smallFirst = bySite.toSorted((a, b) => a.length - b.length);
  smallFirst.forEach((list, index) => {
    const share = Math.min(list.length, Math.ceil(rest / (smallFirst.length - index)));
    for (let n = 0; n < share; n += 1) {
      const target = list[Math.floor((n * list.length) / share)];
      if (target !== undefined && rest > 0) {
        chosen.add(target);
        rest -= 1;
      }
    }
  });
  return targets.filter((target) => chosen.has(target));
}
