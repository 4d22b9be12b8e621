/** D15: when a lane is parked, and when it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParking } from '../../src/engine/coordinator/park-lanes.ts';

const MINUTE = 60_000;

function parking() {
  const time = { wall: 1_000_000, monotonic: 0 };
  const parked = createParking({
    now: () => time.wall,
    monotonic: () => time.monotonic,
    sleep: () => Promise.resolve(),
  });
  const pass = (ms: number): void => {
    time.wall += ms;
    time.monotonic += ms;
  };
  const rests = (errorCode: string, ms: number): void =>
    parked.settled({ scraper: 'mit', status: 'retrying', errorCode, retryAt: time.wall + ms });
  return { parked, time, pass, rests };
}

test('D15 a lane is parked for as long as its portal is to be left alone, and no other lane with it', () => {
  const { parked, pass, rests } = parking();
  rests('E_CIRCUIT_OPEN', 20 * MINUTE);
  assert.equal(parked.isParked('mit'), true);
  assert.equal(parked.isParked('tro'), false);
  pass(20 * MINUTE - 1);
  assert.equal(parked.isParked('mit'), true);
  pass(1);
  assert.equal(parked.isParked('mit'), false);
});

test('a task that is tried again after a fault of its own, or of this machine, parks nothing', () => {
  const { parked, rests } = parking();
  for (const code of ['E_BLOCKED', 'E_TRUNCATED', 'E_DISK_FULL']) rests(code, 20 * MINUTE);
  parked.settled({ scraper: 'mit', status: 'pending', errorCode: null, retryAt: null });
  assert.equal(parked.isParked('mit'), false);
});

test('F15 a wall clock that is set neither ends a rest nor makes it longer', () => {
  for (const by of [-48 * 60 * MINUTE, 48 * 60 * MINUTE]) {
    const { parked, time, pass, rests } = parking();
    rests('E_PERMIT_WAIT', 5 * MINUTE);
    time.wall += by;
    assert.equal(parked.isParked('mit'), true);
    pass(5 * MINUTE);
    assert.equal(parked.isParked('mit'), false);
  }
});
