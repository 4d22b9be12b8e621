/** Real Chromium before the dashboard. Without the program the tests say so and are skipped; in CI they fail. */
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const program = PROGRAMS.find((path) => existsSync(path));

/** A test that needs Chromium (Debian's package `chromium`). */
export function browserTest(name: string, body: (t: TestContext) => Promise<void>): void {
  const inCi = process.env['CI'] === 'true';
  const skip = program === undefined && !inCi ? `no Chromium at ${PROGRAMS.join(', ')}: apt install chromium` : false;
  if (skip !== false) console.error(`SKIPPED: ${name} (${skip})`);
  test(name, { skip }, body);
}

export async function openBrowser(): Promise<Browser> {
  if (program === undefined) throw new Error(`no Chromium at ${PROGRAMS.join(', ')}: apt install chromium`);
  return chromium.launch({ executablePath: program, args: FLAGS });
}

export interface Seen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about: thrown errors, console errors, breaches of its Content-Security-Policy. */
  readonly complaints: string[];
}

export interface Looking {
  readonly language?: 'en' | 'es';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** null = nobody is logged in. */
  readonly token?: string | null;
}

/** A window before the dashboard at `url`, logged in. */
export async function openPage(browser: Browser, url: string, looking: Looking = {}): Promise<Seen> {
  const { language = 'en', theme = 'light', width = 1360, height = 900, token = 'admin-token' } = looking;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'es' ? 'es-MX' : 'en-US',
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  if (token !== null) await logIn(context, url, token);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, context, complaints };
}

async function logIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const origin = new URL(url).origin;
  const answer = await context.request.post(`${url}api/v1/session`, { data: { token }, headers: { origin } });
  if (!answer.ok()) throw new Error(`login: ${answer.status()} ${await answer.text()}`);
}

/** Goes to a page of the dashboard and waits until it has its data. */
export async function goTo(page: Page, url: string, hash: string): Promise<void> {
  const there = `${url}#${hash}`;
  if (page.url().split('#')[0] === url) await page.evaluate(`window.location.hash = ${JSON.stringify(hash)}`);
  else await page.goto(there);
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.locator('main .loading').first().waitFor({ state: 'detached' });
}
