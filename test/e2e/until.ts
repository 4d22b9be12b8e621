/** Waiting for facts: a test goes on when something is so, never after a time. */
import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks: short against anything waited for. */
const LOOK_EVERY_MS = 5;
/** Far longer than anything takes on a slow machine: only a fact that never comes gets here. */
const PATIENCE_MS = 240_000;

/** The fact, as soon as it is one. @throws when it does not become one. */
export async function until<T>(look: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`this never came: ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
