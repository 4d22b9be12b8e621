import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { WEB_FOLDER } from './team/serve-team.ts';

/** What an old phone on a slow line can bear (issue: the first load). */
const MOST_SCRIPT_BYTES = 150_000;

test('all script of the dashboard together is under 150 kB gzipped, and the chart library is not in the first load', () => {
  const scripts = readdirSync(`${WEB_FOLDER}/assets`).filter((name) => name.endsWith('.js'));
  const bytes = scripts.map((name) => gzipSync(readFileSync(`${WEB_FOLDER}/assets/${name}`)).length);
  const all = bytes.reduce((sum, one) => sum + one, 0);
  assert.ok(all <= MOST_SCRIPT_BYTES, `${all} bytes`);
  const page = readFileSync(`${WEB_FOLDER}/index.html`, 'utf8');
  assert.ok(scripts.some((name) => !page.includes(name)));
});

test('the page has no script and no style of its own: the strict policy holds for it', () => {
  const page = readFileSync(`${WEB_FOLDER}/index.html`, 'utf8');
  assert.doesNotMatch(page, /<style|style=|\son\w+=/i);
  for (const [, attributes, body] of page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
    assert.match(attributes ?? '', /src="/);
    assert.equal(body, '');
  }
});

test('each file of the build has its compressed forms beside it', () => {
  const names = readdirSync(`${WEB_FOLDER}/assets`);
  for (const name of names.filter((one) => /\.(js|css)$/.test(one)))
    assert.ok(names.includes(`${name}.br`) && names.includes(`${name}.gz`), name);
});
