import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openHouse } from './house.ts';
import type { ApiHouse } from './house.ts';

const PAGE = `<!doctype html><link href="./favicon.svg" /><script type="module" src="./assets/index-AbC123.js"></script>`;
const SCRIPT = 'console.log("dashboard");';

function build({ made }: ApiHouse): void {
  const folder = join(made.folder, 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets', 'index-AbC123.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'index-AbC123.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(made.folder, 'secret.txt'), 'not for the web');
}

test('a dashboard that is not built says the command that builds it; built meanwhile, it is served for every address of it', async (t) => {
  const house = await openHouse(t);
  const before = await house.ask('/');
  assert.equal(before.status, 503);
  assert.match(before.text, /npm run build:web/);
  build(house);
  for (const path of ['/', '/tasks', '/tasks/12?site=Inm24', '/coverage/Nov26_01']) {
    const { status, headers, text } = await house.ask(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-cache');
    assert.match(text, /src="\/assets\/index-AbC123\.js"/);
  }
  assert.equal((await house.ask('/tasks', { method: 'POST', body: {} })).status, 404);
});

test('files with a hash in their name are kept for a year, and come compressed where they are', async (t) => {
  const house = await openHouse(t);
  build(house);
  const plain = await house.ask('/assets/index-AbC123.js');
  assert.equal(plain.text, SCRIPT);
  assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(plain.headers['content-type']), /javascript/);
  const packed = await house.ask('/assets/index-AbC123.js', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.equal((await house.ask('/favicon.svg')).status, 200);
  assert.equal((await house.ask('/assets/gone.js')).status, 404);
});

test('T4 no address leads out of the built dashboard', async (t) => {
  const house = await openHouse(t);
  build(house);
  for (const path of [
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/....//secret.txt',
    '/assets/%00',
    '//etc/passwd',
    '/assets//etc/passwd',
    '/secret.txt',
    '/index.html%00.svg',
  ]) {
    const { status, text } = await house.ask(path);
    assert.ok(status !== 500 && !text.includes('not for the web') && !text.includes('root:'), `${path}: ${status}`);
  }
});

test('below a base path everything is found there, and health at the root too', async (t) => {
  const house = await openHouse(t, { settings: { basePath: '/scraping' } });
  build(house);
  for (const path of ['/scraping', '/scraping/', '/scraping/tasks/1'])
    assert.match((await house.ask(path)).text, /src="\/scraping\/assets\/index-AbC123\.js"/, path);
  assert.equal((await house.ask('/scraping/assets/index-AbC123.js')).text, SCRIPT);
  assert.equal((await house.ask('/scraping/favicon.svg')).status, 200);
  assert.equal((await house.ask('/scraping/api/v1/status')).status, 200);
  for (const path of ['/health', '/ready', '/livez', '/readyz', '/metrics'])
    assert.equal((await house.ask(path)).status, 200, path);
  for (const path of ['/', '/tasks', '/api/v1/status', '/scrapingX/', '/assets/index-AbC123.js'])
    assert.equal((await house.ask(path)).status, 404, path);
});
