/** F63: no page of the six portals is taken for a block, whatever widget, dialogue or script it carries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_PAGES } from '../../practice/faults/block-pages.ts';
import { portalSamples } from '../../practice/faults/portal-samples.ts';
import { recogniseBlock } from '../../src/fetching/blocks.ts';

const PAGES = await portalSamples('2026-11-22');

/** What portals really carry for their contact forms and their visitors' accounts, and what vendors put into every page. */
const CARRIED: readonly (readonly [string, string])[] = [
  ['nothing more', ''],
  [
    'reCAPTCHA in its contact form',
    '<form><textarea></textarea><div class="g-recaptcha" data-sitekey="x"></div></form><script src="https://www.google.com/recaptcha/api.js"></script>',
  ],
  [
    'hCaptcha in its contact form',
    '<div class="h-captcha" data-sitekey="x"></div><script src="https://hcaptcha.com/1/api.js"></script>',
  ],
  [
    'Turnstile in its contact form',
    '<div class="cf-turnstile"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>',
  ],
  [
    'a login dialogue',
    '<div class="modal" hidden><h2>Iniciar sesión</h2><form action="/login"><input type="email"><input type="password"></form></div>',
  ],
  [
    "DataDome's tag",
    '<script>window.ddjskey="X";window.ddoptions={};</script><script src="https://js.datadome.co/tags.js"></script>',
  ],
  ["PerimeterX's tag", '<script>window._pxAppId="PX1";</script><script src="/x/init.js"></script>'],
  ["Akamai's sensor", '<script src="/akam/13/1a2b3c"></script><noscript><img src="/akam/13/pixel_1"></noscript>'],
  ["Incapsula's tag", '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script>'],
  [
    "Cloudflare's script",
    '<script>(function(){var a=document.createElement("iframe");a.src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"})()</script>',
  ],
];

for (const [what, carried] of CARRIED) {
  test(`F63 none of ${PAGES.length} pages of the six portals is a block when it carries ${what}`, () => {
    for (const { name, url, status, headers, html } of PAGES) {
      const text = html.includes('</body>') ? html.replace('</body>', `${carried}</body>`) : html + carried;
      assert.equal(recogniseBlock({ status, headers, url, text }), null, name);
    }
  });
}

test('F63 each block page is recognised with status 200 as well', () => {
  for (const { system, name, headers = {}, url = 'https://www.inmuebles24.com/casas.html', html } of BLOCK_PAGES) {
    // What only its status and headers tell is none with another status.
    if (html === '' || html === 'Access Denied') continue;
    const seen = recogniseBlock({ status: 200, headers, url, text: html });
    if (seen === null && Object.keys(headers).length > 0) continue;
    assert.equal(seen?.system, system, name);
  }
});
