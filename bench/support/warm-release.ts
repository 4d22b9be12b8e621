import { install } from './installation.ts';
import { NOWHERE } from './nothing.ts';
import { release } from './product.ts';
import type { Product } from './product.ts';
import { startServe, stopServe, untilLogged } from './serve.ts';

let warm: Promise<Product> | null = null;

/** A release as it is on the second day: it has started once, and ended; its compiled code is kept since then. */
export function warmRelease(): Promise<Product> {
  warm ??= startOnce();
  return warm;
}

async function startOnce(): Promise<Product> {
  const product = await release();
  const installation = install(NOWHERE, null, { schedule: { batches: false } });
  const since = Date.now();
  const child = startServe(installation, { product });
  await untilLogged(installation, 'api_open', since);
  await stopServe(child);
  return product;
}
