/** How soon a person sees the dashboard: in a real Chromium, each time without anything kept from before. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PROGRAM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export interface Paint {
  /** From the navigation to the first text or picture, ms. */
  readonly firstMs: number;
  /** Until the page has its figures, ms. */
  readonly wholeMs: number;
}

/** null = there is no Chromium here, or the dashboard was not built (`npm run build:web`). */
export async function paints(port: number, times: number): Promise<readonly Paint[] | null> {
  if (!existsSync(PROGRAM)) return null;
  const browser = await chromium.launch({ executablePath: PROGRAM, args: FLAGS });
  try {
    const seen: Paint[] = [];
    // The first start of the browser's own parts is not the dashboard's.
    for (let round = -1; round < times; round += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const begun = performance.now();
      const answer = await page.goto(`http://127.0.0.1:${port}/`);
      if (answer?.status() !== 200) return null;
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      await page.locator('main .loading').first().waitFor({ state: 'detached' });
      const wholeMs = performance.now() - begun;
      const firstMs = Number(
        await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`),
      );
      if (round >= 0) seen.push({ firstMs, wholeMs });
      await context.close();
    }
    return seen;
  } finally {
    await browser.close();
  }
}
