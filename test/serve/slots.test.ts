import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { createSlotWatch } from '../../src/app/run/slot-watch.ts';
import { slotCount } from '../../src/engine/agent/slot-count.ts';
import type { MachineLoad } from '../../src/engine/agent/slot-count.ts';
import { recordingLog } from '../upkeep/stepped-clock.ts';

const GB = 2 ** 30;
const LIMITS = { most: 8, percent: 80, workerBytes: 0.5 * GB };
const IDLE: MachineLoad = {
  totalBytes: 24 * GB,
  availableBytes: 20 * GB,
  ownBytes: 0.2 * GB,
  workersBytes: 0,
  processorPercent: 5,
  processorPressure: 0,
  memoryPressure: 0,
};

test('a machine with room runs what is configured', () => {
  assert.deepEqual(slotCount(LIMITS, IDLE, 8), { slots: 8, reason: null });
});

test('memory caps: the share of the machine, and what is free with what the workers hold already', () => {
  assert.equal(
    slotCount(LIMITS, { ...IDLE, totalBytes: 4 * GB, availableBytes: 4 * GB }, 8).slots,
    6,
    '80 % of 4 GB less our own 0.2, a half each',
  );
  assert.equal(slotCount(LIMITS, { ...IDLE, availableBytes: GB, workersBytes: GB }, 8).slots, 4);
  const { slots, reason } = slotCount(LIMITS, { ...IDLE, availableBytes: 0.1 * GB }, 8);
  assert.equal(slots, 1, 'never none');
  assert.match(reason ?? '', /memory for 0 workers of 512 MB/);
});

test('processor time above the share takes a slot each look, and gives them back when it is well below', () => {
  const busy = { ...IDLE, processorPercent: 90 };
  assert.equal(slotCount(LIMITS, busy, 8).slots, 7);
  assert.equal(slotCount(LIMITS, busy, 7).slots, 6);
  assert.equal(slotCount(LIMITS, { ...IDLE, processorPercent: 70 }, 6).slots, 6, 'near the limit it stays');
  assert.equal(slotCount(LIMITS, { ...IDLE, processorPercent: 40 }, 6).slots, 7);
  assert.equal(slotCount({ ...LIMITS, percent: 100 }, busy, 8).slots, 8, '100 = no limit on processor time');
});

test('pressure counts when we are among those who make it; pressure for memory always does', () => {
  assert.equal(slotCount(LIMITS, { ...IDLE, processorPressure: 95 }, 8).slots, 8);
  assert.equal(slotCount(LIMITS, { ...IDLE, processorPercent: 50, processorPressure: 95 }, 8).slots, 7);
  assert.equal(slotCount(LIMITS, { ...IDLE, memoryPressure: 30 }, 8).slots, 7);
});

test('whatever the machine says, there is at least one slot and never more than configured', () => {
  const bytes = fc.double({ min: 0, max: 64 * GB, noNaN: true });
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const load = fc.record({
    totalBytes: bytes,
    availableBytes: bytes,
    ownBytes: bytes,
    workersBytes: bytes,
    processorPercent: percent,
    processorPressure: fc.option(percent),
    memoryPressure: fc.option(percent),
  });
  fc.assert(
    fc.property(load, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 10, max: 100 }), (seen, most, share) => {
      const { slots, reason } = slotCount({ most, percent: share, workerBytes: 0.5 * GB }, seen, most);
      assert.ok(slots >= 1 && slots <= most);
      assert.equal(reason === null, slots === most);
    }),
  );
});

test('F10 a limit of the machine halves what may start, by name; each quiet look gives one back; no room on the disk starts none', async () => {
  const { log, lines } = recordingLog();
  let stopped: string | null = null;
  const watch = createSlotWatch({ limits: LIMITS, look: () => IDLE, stopped: () => stopped, log });
  await watch.runOnce();
  watch.meetLimit('spawn node EMFILE');
  watch.meetLimit('spawn node EMFILE');
  assert.equal(watch.slots(), 4, 'one trouble of many slots counts once');
  assert.match(watch.reason ?? '', /EMFILE/);
  assert.deepEqual(
    lines.map(({ event }) => event),
    ['machine_limit_met'],
  );
  await watch.runOnce();
  watch.meetLimit('spawn node EAGAIN');
  assert.equal(watch.slots(), 2);
  const slots: number[] = [];
  for (let look = 0; look < 8; look += 1) {
    await watch.runOnce();
    slots.push(watch.slots());
  }
  assert.deepEqual(slots, [2, 3, 4, 5, 6, 7, 8, 8]);
  stopped = 'the disk is nearly full';
  assert.equal(watch.slots(), 0);
  assert.equal(watch.reason, stopped);
});
