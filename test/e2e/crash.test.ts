import { test } from 'node:test';
import { sweep, undisturbed } from './kill-sweep.ts';

/** The long form, with 200 moments, is `npm run crash-test`. */
test('F1 F2 a batch killed with SIGKILL at random moments goes on each time and ends with the same bytes, no page lost, doubled or fetched needlessly', async (t) => {
  await sweep(t, 1, 4, await undisturbed(t));
});
