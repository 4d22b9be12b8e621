import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { browserTest, goTo, openBrowser, openPage } from './browser.ts';
import { everyPage } from './every-page.ts';
import { serveTeam } from './team/serve-team.ts';
import type { ServedTeam } from './team/serve-team.ts';

let browser: Browser;
let served: ServedTeam;

before(async () => {
  browser = await openBrowser();
  served = await serveTeam({ every: 20 });
});
after(async () => {
  await browser.close();
  await served.close();
});

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe holds for serious or critical, with where it is. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(`window.axe === undefined && (() => { ${axe.source} })()`);
  const found = await page.evaluate(
    `axe.run(document, { reporter: 'no-passes' }).then(({ violations }) => violations)`,
  );
  return (found as readonly Finding[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

/** Wider than the window: on a phone the page slides about. */
const SIDEWAYS = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

for (const [language, theme] of [
  ['en', 'light'],
  ['es', 'dark'],
] as const) {
  browserTest(
    `every page has its data in ${language}, is accessible in the ${theme} theme, and complains of nothing`,
    async () => {
      const { page, complaints, context } = await openPage(browser, served.url, { language, theme });
      for (const hash of everyPage(served.team)) {
        await goTo(page, served.url, hash);
        assert.equal(await page.locator('.refusal').count(), 0, hash);
        assert.ok((await page.locator('main').innerText()).length > 80, `${hash} is empty`);
        assert.deepEqual(await seriousFindings(page), []);
      }
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      assert.deepEqual(complaints, []);
      await context.close();
    },
  );
}

browserTest('the other language in the other theme: accessible too, where colours and words are most', async () => {
  const { page, context } = await openPage(browser, served.url, { language: 'es', theme: 'light' });
  for (const hash of ['/now', '/coverage?site=Tro', '/trends']) {
    await goTo(page, served.url, hash);
    assert.deepEqual(await seriousFindings(page), []);
  }
  await context.close();
});

browserTest('on a phone no page is wider than the window, in either language', async () => {
  for (const language of ['en', 'es'] as const) {
    const { page, context } = await openPage(browser, served.url, { language, width: 360, height: 740 });
    for (const hash of everyPage(served.team)) {
      await goTo(page, served.url, hash);
      assert.ok(Number(await page.evaluate(SIDEWAYS)) <= 0, `${hash} in ${language}`);
    }
    await context.close();
  }
});

browserTest('on a phone the pages are behind a button, which says whether it is open', async () => {
  const { page, context } = await openPage(browser, served.url, { width: 360, height: 740 });
  await goTo(page, served.url, '/now');
  const menu = page.getByRole('button', { name: 'Menu' });
  assert.equal(await menu.getAttribute('aria-expanded'), 'false');
  await menu.click();
  assert.equal(await menu.getAttribute('aria-expanded'), 'true');
  await page.getByRole('link', { name: 'Trends' }).click();
  await page.getByRole('heading', { name: 'Trends' }).waitFor();
  assert.equal(await menu.getAttribute('aria-expanded'), 'false');
  await context.close();
});
