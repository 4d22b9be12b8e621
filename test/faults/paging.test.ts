/** Faults F68 and F69: searches that turn in circles, never end, or move while they are read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowKey } from '../../src/core/listing.ts';
import { whole } from '../../practice/faults/cases.ts';
import type { FaultCase } from '../../practice/faults/server.ts';
import { DEFINITION, taskStage } from './run-task.ts';
import type { TaskEnd } from './run-task.ts';

const HTML = 'Content-Type: text/html; charset=utf-8';

interface Shown {
  readonly ids: readonly number[];
  /** Address of the next page; null = none. */
  readonly next: string | null;
  readonly total?: number;
}

/** A portal whose page N (from 1) is what `show` says when it is asked. */
function portal(show: (page: number, asked: number) => Shown | null): FaultCase {
  let asked = 0;
  return (socket, request) => {
    asked++;
    const number = Number(new URLSearchParams(request.target.split('?')[1]).get('page') ?? 1);
    const shown = show(number, asked);
    if (shown === null) {
      whole('404 Not Found', [HTML], 'gone')(socket, request);
      return;
    }
    const cards = shown.ids.map((id) => `<article data-id="${id}"><h2>Casa ${id}</h2><p>$ ${id}00 MXN</p></article>`);
    const total = shown.total === undefined ? '' : `<b id="total">${shown.total}</b>`;
    const next = shown.next === null ? '' : `<a rel="next" href="${shown.next}">»</a>`;
    whole('200 OK', [HTML], `<html><body>${total}${cards.join('')}${next}</body></html>`)(socket, request);
  };
}

const ids = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

function listings(end: TaskEnd): readonly string[] {
  return [...new Set(end.pages.flatMap(({ rows }) => rows.map((row) => rowKey(row) ?? '')))];
}

function assertDone(end: TaskEnd, truncated: 'cap' | null): void {
  assert.equal(end.outcome.kind, 'done', JSON.stringify(end.outcome));
  assert.equal(end.pages.at(-1)?.truncated, truncated);
  assert.equal(end.pages.at(-1)?.next, null);
}

test('a search that says where it ends is complete', async (t) => {
  const show = portal((page) => ({ ids: ids(page * 10, 10), next: page < 4 ? `?page=${page + 1}` : null, total: 40 }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.deepEqual([end.requests, listings(end).length], [4, 40]);
});

test('F68 a search without end is cut at the cap of pages, and that is told', async (t) => {
  const show = portal((page) => ({ ids: ids(page * 10, 10), next: `?page=${page + 1}` }));
  const end = await (await taskStage(t, { cases: { '/x': show }, maxPages: 7 })).run('/x');
  assertDone(end, 'cap');
  assert.equal(end.requests, 7);
});

test('F68 a portal that shows its last page again and again has been read to its end', async (t) => {
  const show = portal((page) => ({ ids: ids(Math.min(page, 3) * 10, 10), next: `?page=${page + 1}`, total: 30 }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.deepEqual([end.requests, listings(end).length], [4, 30]);
});

test('F68 a last page that comes again while the portal claims many more is a limit of the portal, and that is told', async (t) => {
  const show = portal((page) => ({ ids: ids(Math.min(page, 3) * 10, 10), next: `?page=${page + 1}`, total: 3_000 }));
  assertDone(await (await taskStage(t, { cases: { '/x': show } })).run('/x'), 'cap');
});

test('F68 a next link that leads back is not followed for ever', async (t) => {
  const show = portal((page) => ({ ids: ids(page * 10, 10), next: page === 3 ? '?page=2' : `?page=${page + 1}` }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.equal(end.requests, 3);
});

test('F68 two pages without anything new end a search, whatever their addresses say', async (t) => {
  const show = portal((page) => ({
    ids: page < 3 ? ids(page * 10, 10) : ids(10 + (page % 2) * 5, 10),
    next: `?page=${page + 1}&session=${page * 7919}`,
  }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.equal(end.requests, 4);
});

test('F68 one page without anything new does not: the listings may have moved by a page', async (t) => {
  const show = portal((page) => ({
    ids: ids([10, 20, 15, 30][page - 1] ?? 0, 10),
    next: page < 4 ? `?page=${page + 1}` : null,
  }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assert.equal(listings(end).length, 30);
});

test('F68 an address that grows with every page is a trap', async (t) => {
  const cases: Record<string, FaultCase> = {};
  for (let deep = 1; deep < 9; deep++) {
    cases[`/x${'/casas'.repeat(deep)}`] = portal(() => ({
      ids: ids(deep * 10, 10),
      next: `/x${'/casas'.repeat(deep + 1)}`,
    }));
  }
  const end = await (await taskStage(t, { cases })).run('/x/casas');
  assertDone(end, 'cap');
  assert.equal(end.requests, 2);
});

test("F68 a second page that is the first one again is the definition's fault, not a short search", async (t) => {
  const show = portal((page) => ({ ids: ids(10, 10), next: `?page=${page + 1}`, total: 200 }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assert.deepEqual([end.outcome.kind, 'code' in end.outcome ? end.outcome.code : ''], ['suspect', 'E_PAGING']);
});

test('a portal that answers 404 beyond its last page has been read to its end; one that claims many more has not', async (t) => {
  for (const [total, truncated] of [
    [20, null],
    [900, 'cap'],
  ] as const) {
    const show = portal((page) => (page > 2 ? null : { ids: ids(page * 10, 10), next: `?page=${page + 1}`, total }));
    assertDone(await (await taskStage(t, { cases: { '/x': show } })).run('/x'), truncated);
  }
});

test('F69 a listing that comes in front while the search is read is not missed, and nothing is doubled', async (t) => {
  // Before the third request a new one arrives: page 3 begins with the last of page 2.
  const show = portal((page, asked) => {
    const all = asked < 3 ? ids(1, 30) : [0, ...ids(1, 30)];
    return { ids: all.slice((page - 1) * 10, page * 10), next: page * 10 < all.length ? `?page=${page + 1}` : null };
  });
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.equal(listings(end).length, 31);
  assert.equal(end.requests, 6, 'four pages, the first one again, and one more that brought nothing');
});

test('F69 a listing that leaves pulls another over the edge of a page: the second pass finds it', async (t) => {
  const show = portal((page, asked) => {
    const all = asked < 2 ? ids(1, 30) : ids(2, 29);
    return {
      ids: all.slice((page - 1) * 10, page * 10),
      next: page * 10 < all.length ? `?page=${page + 1}` : null,
      total: all.length,
    };
  });
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assert.equal(end.outcome.kind, 'done');
  assert.ok(listings(end).includes(rowKey({ site: 'Casas', listing_id: '11' }) ?? '?'), listings(end).join(' '));
  assert.equal(listings(end).length, 30);
});

test('F69 what is paid to stand on top of every page is no movement: nothing is asked twice', async (t) => {
  const show = portal((page) => ({ ids: [999, ...ids(page * 10, 10)], next: page < 4 ? `?page=${page + 1}` : null }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, null);
  assert.equal(end.requests, 4);
});

test('F69 a portal whose claimed total wavers far above what it shows costs one page more, not a second pass', async (t) => {
  const show = portal((page) => ({
    ids: ids(page * 10, 10),
    next: page < 5 ? `?page=${page + 1}` : null,
    total: 1_000 + page,
  }));
  const end = await (await taskStage(t, { cases: { '/x': show } })).run('/x');
  assertDone(end, 'cap');
  assert.equal(end.requests, 6);
});

test('pages by number, by offset and by path are asked as the definition says', async (t) => {
  for (const [address, second] of [
    ['{ query: page }', '/x?page=2'],
    ['{ suffix: "/{page}" }', '/x/2'],
    ['{ query: start, first: 0, step: 10 }', '/x?start=10'],
  ] as const) {
    const definition = DEFINITION.replace("{ link: 'a[rel=next]' }", address);
    const show: FaultCase = portal((_page, asked) => ({ ids: ids(asked * 10, 10), next: asked === 1 ? '#' : null }));
    const last: FaultCase = portal(() => ({ ids: ids(20, 10), next: null }));
    const stage = await taskStage(t, { cases: { '/x': show, '/x/2': last }, definition });
    assertDone(await stage.run('/x'), null);
    assert.equal(stage.server.requests[1]?.target, second);
  }
});
