import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { SiteTestView } from '../../src/monitoring/site-test-shape.ts';
import { browserTest, goTo, openBrowser, openPage } from './browser.ts';
import { everyPage } from './every-page.ts';
import { PAYLOADS } from './payloads.ts';
import { poisonedMonitor } from './poison.ts';
import { TOKENS, serveTeam } from './team/serve-team.ts';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

/** Before any script of the page: what ran, and what the policy stopped. */
const WATCH = `
  window.__hits = 0;
  window.__hit = () => { window.__hits += 1; };
  window.__stopped = [];
  document.addEventListener('securitypolicyviolation', (event) => window.__stopped.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
`;

/** Links that lead anywhere but to the dashboard, its API, or a page of the web. */
const ODD_LINKS = `[...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href')).filter((href) => !/^(#|https?:)/.test(href) && !href.startsWith('./') && !href.startsWith('/'))`;

/** Whatever is folded is shown. */
const OPEN_ALL = `for (const folded of document.querySelectorAll('main details')) folded.open = true`;

const TESTED: SiteTestView = {
  site: 'CyT',
  url: PAYLOADS[0] ?? '',
  verdict: 'invalid',
  rows: [],
  fields: PAYLOADS.map((text) => ({
    field: text,
    filled: 1,
    rows: 2,
    alternatives: [{ source: text, used: 1 }],
    example: text,
    failed: null,
  })),
  next: null,
  total: null,
  error: { code: PAYLOADS.join(' '), message: PAYLOADS.join(' ') },
};

test('there are 200 different payloads', () => {
  assert.equal(new Set(PAYLOADS).size, 200);
});

browserTest('T7 200 payloads in every stored text: none runs, and the policy has nothing to stop', async (t) => {
  const browser = await openBrowser();
  t.after(() => browser.close());
  const served = await serveTeam({ through: poisonedMonitor, siteTest: TESTED, every: 40 });
  t.after(() => served.close());
  const { page, context } = await openPage(browser, served.url, { token: TOKENS.admin });
  await context.addInitScript(WATCH);
  const pages = everyPage(served.team);
  for (const hash of pages) {
    await goTo(page, served.url, hash);
    const text = await page.locator('main').innerText();
    if (hash !== '/trends') assert.ok(text.includes('__hit()'), `${hash} shows no stored text`);
    await page.evaluate(OPEN_ALL);
    if (hash.startsWith('/tasks/')) await showProblemPage(page);
    if (hash === '/sites/Inm24') {
      await page.getByRole('button', { name: 'Fetch and read it' }).click();
      await page.locator('.test-result table').waitFor();
    }
    if (hash === '/logs') {
      await page.locator('.log-event').last().click();
      await page.getByRole('dialog').waitFor();
    }
    assert.deepEqual(await page.evaluate(ODD_LINKS), [], hash);
    assert.equal(await page.evaluate('window.__hits'), 0, hash);
    assert.deepEqual(await page.evaluate('window.__stopped'), [], hash);
    await page.keyboard.press('Escape');
  }
});

async function showProblemPage(page: Parameters<typeof goTo>[0]): Promise<void> {
  const button = page.getByRole('button', { name: 'Show the page' });
  if ((await button.count()) === 0) return;
  await button.click();
  await page.locator('pre.source').waitFor();
}

browserTest('T7 the watch itself works: a script that gets in is counted, and the policy stops it', async (t) => {
  const browser = await openBrowser();
  t.after(() => browser.close());
  const served = await serveTeam();
  t.after(() => served.close());
  const { page, context } = await openPage(browser, served.url);
  await context.addInitScript(WATCH);
  await goTo(page, served.url, '/now');
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('a'), { href: 'javascript:1', id: 'odd' }))`,
  );
  assert.deepEqual(await page.evaluate(ODD_LINKS), ['javascript:1']);
  await page.evaluate(`try { document.getElementById('odd').setAttribute('onclick', '__hit()') } catch {}`);
  await page.evaluate(`document.getElementById('odd').remove()`);
  assert.equal(await page.evaluate('window.__hits'), 0);
  assert.notDeepEqual(await page.evaluate('window.__stopped'), []);
  await page.evaluate('window.__hit()');
  assert.equal(await page.evaluate('window.__hits'), 1);
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'dist')
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? sources(path) : [path]));
}

test('T7 no source of the dashboard builds HTML from text', () => {
  const ways =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcDoc|createContextualFragment|\beval\(|new Function/i;
  const found = sources(WEB).filter((file) => ways.test(readFileSync(file, 'utf8')));
  assert.deepEqual(found, []);
});
