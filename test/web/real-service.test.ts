import assert from 'node:assert/strict';
import { openHouse } from '../api/house.ts';
import { browserTest, goTo, openBrowser, openPage } from './browser.ts';
import { WEB_FOLDER } from './team/serve-team.ts';

const PAGES = [
  '/now',
  '/coverage',
  '/tasks',
  '/causes',
  '/sites',
  '/trends',
  '/logs',
  '/upkeep',
  '/settings',
  '/access',
];

browserTest(
  'over the real store, monitor and API, every page has what it asks for; this machine needs no token',
  async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    const house = await openHouse(t, { deps: { webFolder: WEB_FOLDER } });
    const url = `http://127.0.0.1:${house.port}/`;
    const { page, complaints } = await openPage(browser, url, { token: null });
    for (const hash of PAGES) {
      await goTo(page, url, hash);
      const refused = page.locator('.refusal');
      assert.equal(await refused.count(), 0, `${hash}: ${(await refused.allInnerTexts()).join()}`);
    }
    await goTo(page, url, '/coverage');
    await page.locator('.matrix td a').first().click();
    await page.locator('.matrix .cell a').first().click();
    // Four searches stand in that cell: their list comes first.
    await page.locator('.task-row:not(.task-heads) .t-task a').first().click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    assert.deepEqual(complaints, []);
  },
);

browserTest(
  'what is asked of the real service through the page is done, written down, and its refusal said',
  async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    const house = await openHouse(t, { deps: { webFolder: WEB_FOLDER } });
    const url = `http://127.0.0.1:${house.port}/`;
    const { page } = await openPage(browser, url, { token: null });
    await goTo(page, url, '/now');
    await page.getByRole('button', { name: 'Pause the schedule' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause the schedule' }).click();
    await page.getByText('No batch starts by itself: the schedule is paused.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Pause the schedule' }).waitFor();
    await goTo(page, url, '/access');
    await page.getByRole('cell', { name: 'resume', exact: true }).waitFor();
  },
);
