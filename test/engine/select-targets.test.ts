import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { NO_FILTERS } from '../../src/core/batch.ts';
import type { Target } from '../../src/core/target.ts';
import { selectTargets } from '../../src/engine/coordinator/select-targets.ts';

function targetsOf(sizes: Record<string, number>): Target[] {
  return Object.entries(sizes).flatMap(([site, size]) =>
    Array.from({ length: size }, (_, index): Target => ({
      site,
      city: index % 2 === 0 ? 'Gdl' : 'Zap',
      operation: 'Ven',
      product: 'Cas',
      url: `https://portal.example/${site}/${index}`,
      orderNum: index + 1,
      ordinal: 1,
      place: {},
    })),
  );
}

test('filters take what fits, whatever the case of the code', () => {
  const targets = targetsOf({ Inm24: 10, CyT: 4 });
  const chosen = selectTargets(targets, { ...NO_FILTERS, sites: ['inm24'], cities: ['Zap'] });
  assert.deepEqual(
    chosen.map((target) => target.orderNum),
    [2, 4, 6, 8, 10],
  );
});

test('a limit gives every site its share and keeps the order', () => {
  const chosen = selectTargets(targetsOf({ Inm24: 621, CyT: 171, Tro: 3 }), { ...NO_FILTERS, limit: 43 });
  const perSite = Map.groupBy(chosen, (target) => target.site);
  assert.deepEqual(
    [...perSite].map(([site, list]) => [site, list.length]),
    [
      ['Inm24', 20],
      ['CyT', 20],
      ['Tro', 3],
    ],
  );
});

test('a limit is met exactly whenever there are that many targets', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), fc.integer({ min: 0, max: 50 })),
      fc.integer({ min: 1, max: 120 }),
      (sizes, limit) => {
        const targets = targetsOf(sizes);
        const chosen = selectTargets(targets, { ...NO_FILTERS, limit });
        assert.equal(chosen.length, Math.min(limit, targets.length));
        assert.deepEqual(
          chosen,
          targets.filter((target) => chosen.includes(target)),
        );
      },
    ),
  );
});
