import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { browserTest, goTo, openBrowser, openPage } from './browser.ts';
import { TOKENS, serveTeam } from './team/serve-team.ts';
import type { ServedTeam } from './team/serve-team.ts';

let browser: Browser;
let served: ServedTeam;

before(async () => {
  browser = await openBrowser();
  served = await serveTeam();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
after(async () => {
  await browser.close();
  await served.close();
});

const open = async (hash: string, looking: Parameters<typeof openPage>[2] = {}): Promise<Page> => {
  const { page } = await openPage(browser, served.url, looking);
  await goTo(page, served.url, hash);
  return page;
};
const TO_THE_END = `document.querySelector('.task-scroller').scrollTo(0, 1e9)`;
const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

browserTest(
  'without a session a token is asked for; a wrong one is refused in words, a right one opens the page of the link',
  async () => {
    const { page } = await openPage(browser, served.url, { token: null });
    await page.goto(`${served.url}#/tasks?site=Tro`);
    await page.getByLabel('Token', { exact: true }).fill('not-one-of-ours');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Token', { exact: true }).fill(TOKENS.viewer);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading(page, 'Tasks');
    await page.getByText('81 tasks').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByLabel('Token', { exact: true }).waitFor();
  },
);

browserTest('a viewer is offered nothing that changes anything', async () => {
  const page = await open('/now', { token: TOKENS.viewer });
  assert.equal(await page.getByRole('button', { name: /End the batch|Pause/ }).count(), 0);
  await goTo(page, served.url, '/sites');
  assert.equal(await page.getByRole('button', { name: /Pause|Resume/ }).count(), 0);
  await goTo(page, served.url, '/access');
  assert.equal(await page.getByRole('button', { name: 'Make a token' }).count(), 0);
});

browserTest(
  'g and a letter goes to each page, / to the filter, ? to the help, Escape back; keys in a field are text',
  async () => {
    const page = await open('/now');
    for (const [key, name] of [
      ['c', 'Coverage'],
      ['e', 'Causes'],
      ['s', 'Portals'],
      ['r', 'Trends'],
      ['b', 'Backups and schedule'],
      ['p', 'Settings'],
      ['a', 'Access'],
      ['l', 'Logs'],
      ['t', 'Tasks'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await heading(page, name);
    }
    await page.keyboard.press('/');
    await page.keyboard.type('?gn');
    assert.equal(await page.getByRole('searchbox').inputValue(), '?gn');
    await page.getByRole('searchbox').blur();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
);

browserTest('Tab reaches the skip link first, and through it the content', async () => {
  const page = await open('/now');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.id'), 'main');
});

browserTest('the filter, the order and the batch stand in the address: a link shows the same to others', async () => {
  const page = await open('/tasks?site=Inm24,Mit&status=failed,permanently_failed&sort=rows&order=desc');
  const wanted = served.team.tasks.filter(
    ({ site, status }) => ['Inm24', 'Mit'].includes(site) && ['failed', 'permanently_failed'].includes(status),
  );
  await page.getByText(`${wanted.length} tasks`).waitFor();
  assert.equal(await page.locator('[aria-sort=descending]').innerText(), 'Rows');
  await page
    .getByText('scraping-monitor tasks --site Inm24,Mit --status failed,permanently_failed --sort rows')
    .waitFor();
  await page.locator('.choose > summary', { hasText: 'Portal' }).click();
  await page.getByRole('checkbox', { name: /Mit/ }).uncheck();
  await page.getByText(`${wanted.filter(({ site }) => site === 'Inm24').length} tasks`).waitFor();
  assert.match(page.url(), /site=Inm24&/);
});

browserTest('1,755 tasks: few rows are built, the last one is reached, and leads to its task', async () => {
  const page = await open('/tasks');
  await page.getByText('1,755 tasks').waitFor();
  assert.ok((await page.getByRole('row').count()) < 90);
  const last = served.team.tasks.at(-1)?.key ?? '';
  for (
    let tries = 0;
    tries < 20 && (await page.getByRole('link', { name: last, exact: true }).count()) === 0;
    tries += 1
  ) {
    await page.evaluate(TO_THE_END);
    await page.waitForResponse(/tasks\?/, { timeout: 1500 }).catch(() => undefined);
  }
  await page.getByRole('link', { name: last, exact: true }).click();
  await heading(page, new RegExp(`^${last}`));
});

browserTest('pausing a portal is asked for, done, said, and undone by one button', async () => {
  served.team.acts.length = 0;
  const page = await open('/sites/CyT');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Not now' }).click();
  assert.deepEqual(served.team.acts, []);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('dialog', { name: 'Pause CyT?' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Done: pause.').waitFor();
  await page.getByText(/Paused by/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Done: resume.').waitFor();
  assert.deepEqual(
    served.team.acts.map(({ action }) => action),
    [
      { action: 'pause', site: 'CyT' },
      { action: 'resume', site: 'CyT' },
    ],
  );
});

browserTest('a failed task is tried again after a question, and only it', async () => {
  served.team.acts.length = 0;
  const failed = served.team.tasks.find(({ status }) => status === 'permanently_failed');
  const page = await open(`/tasks/${failed?.id}`);
  await page.getByText('What to do:').waitFor();
  await page.getByRole('button', { name: 'Show the page' }).click();
  await page.getByText('<div id="px-captcha"></div>').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Done: retry.').waitFor();
  assert.deepEqual(served.team.acts[0]?.action, {
    action: 'retry',
    selector: { batch: failed?.batch },
    tasks: [failed?.id],
  });
});

browserTest('a token is made, shown once, and revoked after a question', async () => {
  const page = await open('/access');
  await page.getByLabel('Who or what is it for?').fill('night shift');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const shown = page.getByRole('dialog', { name: 'Token of night shift' });
  await shown.getByText('so_0123456789ab_').waitFor();
  await shown.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('button', { name: 'Revoke: Lucía' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The token of Lucía is revoked.').waitFor();
});

browserTest('an address of a portal is tried, and what came out of it shown field by field', async () => {
  const page = await open('/sites/CyT');
  await page.getByText('Try a page').click();
  await page.getByRole('button', { name: 'Fetch and read it' }).click();
  await page.getByText('the portal says 412').waitFor();
  await page.getByText('3,450,000').waitFor();
});

browserTest('language and theme are switched, and remembered', async () => {
  const page = await open('/now');
  await page.getByRole('button', { name: 'Español' }).click();
  await page.getByRole('link', { name: 'Cobertura' }).waitFor();
  await page.getByRole('button', { name: /^Colores/ }).click();
  await page.getByRole('button', { name: /^Colores: claros/ }).click();
  await page.reload();
  await page.getByRole('link', { name: 'Cobertura' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await page.locator('html').getAttribute('lang'), 'es');
});

browserTest('what happens is on the page without a reload; a line of the log too', async () => {
  const page = await open('/now');
  const before = served.team.tasks;
  await page.getByText(/^1,240 of 1,755/).waitFor();
  served.team.tasks = before.map((task) =>
    task.status === 'running' ? { ...task, status: 'completed', verdict: 'ok' } : task,
  );
  await page.getByText(/^1,259 of 1,755/).waitFor();
  served.team.tasks = before;
  await goTo(page, served.url, '/logs');
  await page.locator('.list-head .live-mark.live').waitFor();
  served.team.written.push({
    at: new Date().toISOString(),
    level: 'warn',
    event: 'circuit_opened_now',
    fields: { task: 'lam:1' },
  });
  await page.getByText('circuit_opened_now').waitFor();
});

browserTest('a broken connection is said, what was seen stays, and it comes back by itself', async (t) => {
  const other = await serveTeam();
  t.after(() => other.close());
  const port = Number(new URL(other.url).port);
  const { page } = await openPage(browser, other.url);
  await goTo(page, other.url, '/now');
  await page.locator('.live-mark.live').waitFor();
  await other.close();
  await page.getByRole('alert').getByText('Connection lost.').waitFor();
  assert.ok(await page.getByText('Nov26_02').first().isVisible());
  const again = await serveTeam({ port });
  t.after(() => again.close());
  // Its sessions went with it: a token is asked for, and then the same page is there again.
  await page.getByLabel('Token', { exact: true }).fill(TOKENS.admin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.live-mark.live').waitFor();
  assert.equal(await page.getByText('Connection lost.').count(), 0);
});

browserTest('under the base path of a proxy, and at a deep address, it is the same dashboard', async (t) => {
  const other = await serveTeam({ basePath: '/scraping' });
  t.after(() => other.close());
  const { page, complaints } = await openPage(browser, other.url);
  await page.goto(`${other.url}some/where#/sites`);
  await heading(page, 'Portals');
  await page.goto(`${other.url.replace(/\/$/, '')}#/trends`);
  await page.locator('.plot canvas').waitFor();
  assert.deepEqual(complaints, []);
});

browserTest('what the API refuses is said with what to do, in the language of the reader', async () => {
  const page = await open('/tasks/999999', { language: 'es' });
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /E_UNKNOWN/);
});
