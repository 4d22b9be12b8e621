import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { chooseLane } from '../../src/engine/coordinator/choose-lane.ts';
import type { LaneChoice } from '../../src/engine/coordinator/choose-lane.ts';

const SITES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'];

/** A small world: every site has `tasks` tasks of the length its number says; slots are filled as the rule decides. */
function simulate(options: { slots: number; tasks: number; widths?: Record<string, number>; steps: number }): {
  started: string[];
  running: string[][];
} {
  const left = new Map(SITES.map((site) => [site, options.tasks]));
  const lastTurn = new Map<string, number>();
  const started: string[] = [];
  const running: string[][] = [];
  let flight: { site: string; until: number }[] = [];
  for (let step = 0; step < options.steps; step += 1) {
    flight = flight.filter((task) => task.until > step);
    while (flight.length < options.slots) {
      const chosen = chooseLane(
        SITES.map((site, index): LaneChoice => ({
          scraper: site.toLowerCase(),
          site,
          next: (left.get(site) ?? 0) > 0 ? 1 : null,
          inFlight: flight.filter((task) => task.site === site).length,
          width: options.widths?.[site] ?? 1,
          priority: index + 1,
          alwaysOn: site === 'Inm24',
          lastTurn: lastTurn.get(site) ?? 0,
        })),
      );
      if (chosen === null) break;
      started.push(chosen.site);
      left.set(chosen.site, (left.get(chosen.site) ?? 0) - 1);
      lastTurn.set(chosen.site, started.length);
      flight.push({ site: chosen.site, until: step + 1 + (started.length % 3) });
    }
    running.push(flight.map((task) => task.site));
  }
  return { started, running };
}

test('with four slots Inm24 always has one, and the others rotate over the remaining sites', () => {
  const { started, running } = simulate({ slots: 4, tasks: 40, widths: { Inm24: 2, Mit: 2 }, steps: 60 });
  for (const now of running.slice(0, 40)) assert.equal(now.filter((site) => site === 'Inm24').length, 1, now.join(' '));
  const others = started.filter((site) => site !== 'Inm24').slice(0, 25);
  const counts = SITES.slice(1).map((site) => others.filter((other) => other === site).length);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `turns ${counts.join(' ')}`);
});

test('first turns go by priority', () => {
  assert.deepEqual(simulate({ slots: 6, tasks: 3, steps: 1 }).started, SITES);
});

test('eight slots hold eight tasks when Inm24 and Mit have two lanes', () => {
  const { running } = simulate({ slots: 8, tasks: 40, widths: { Inm24: 2, Mit: 2 }, steps: 10 });
  for (const now of running) assert.equal(now.length, 8);
});

test('no lane ever gets more than its width, and no slot idles while a lane could start', () => {
  const lane = fc.record({
    scraper: fc.string({ minLength: 1, maxLength: 4 }),
    site: fc.constantFrom(...SITES),
    next: fc.option(fc.nat()),
    inFlight: fc.nat({ max: 3 }),
    width: fc.integer({ min: 1, max: 3 }),
    priority: fc.integer({ min: 1, max: 6 }),
    alwaysOn: fc.boolean(),
    lastTurn: fc.nat({ max: 20 }),
  });
  fc.assert(
    fc.property(fc.array(lane, { maxLength: 12 }), (lanes) => {
      const chosen = chooseLane(lanes);
      const startable = lanes.filter((one) => one.next !== null && one.inFlight < one.width);
      assert.equal(chosen === null, startable.length === 0);
      if (chosen !== null) assert.ok(startable.includes(chosen));
    }),
  );
});
