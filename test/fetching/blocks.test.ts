import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_PAGES, INNOCENT_PAGES } from '../../practice/faults/block-pages.ts';
import type { SamplePage } from '../../practice/faults/block-pages.ts';
import { whole } from '../../practice/faults/cases.ts';
import { recogniseBlock } from '../../src/fetching/blocks.ts';
import type { Block } from '../../src/fetching/blocks.ts';
import { withFetcher } from './with-fetcher.ts';

function recognise({
  status,
  headers = {},
  url = 'https://www.inmuebles24.com/casas.html',
  html,
}: SamplePage): Block | null {
  return recogniseBlock({ status, headers, url, text: html });
}

for (const page of BLOCK_PAGES) {
  test(`F63 ${page.system} is recognised: ${page.name}, status ${page.status}`, () => {
    assert.equal(recognise(page)?.system, page.system);
  });
}

for (const page of INNOCENT_PAGES) {
  test(`F63 no block is seen in ${page.name}`, () => {
    assert.equal(recognise(page), null);
  });
}

test('F63 the corpus has at least 40 block pages and as many innocent ones', () => {
  assert.ok(BLOCK_PAGES.length >= 40, String(BLOCK_PAGES.length));
  assert.ok(INNOCENT_PAGES.length >= 40, String(INNOCENT_PAGES.length));
});

test('F63 a challenge with status 200 is a failure before anything is read out of it, and the host is told', async (t) => {
  const [challenge] = BLOCK_PAGES.filter(({ system, status }) => system === 'datadome' && status === 200);
  const stage = await withFetcher(t, {
    cases: { '/casas': whole('200 OK', ['Content-Type: text/html'], challenge?.html) },
  });
  const result = await stage.get('/casas');
  assert.ok(result.kind === 'failure');
  assert.equal(result.code, 'E_BLOCKED');
  assert.match(result.message, /datadome/);
  assert.deepEqual(
    stage.permits.reports.map(({ result }) => result),
    ['blocked'],
  );
});

test('F63 a redirect to a block page is a block, and is not followed', async (t) => {
  const stage = await withFetcher(t, {
    cases: { '/casas': whole('302 Found', ['Location: /distil_r_captcha.html'], '') },
  });
  const result = await stage.get('/casas');
  assert.ok(result.kind === 'failure');
  assert.equal(result.code, 'E_BLOCKED');
  assert.equal(stage.server.requests.length, 1);
});
