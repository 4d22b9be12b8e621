import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { compileSite } from '../../src/extraction/compile.ts';
import { loadDefinitions } from '../../src/extraction/load-definitions.ts';
import { isFault } from '../../src/core/errors.ts';
import type { Fault } from '../../src/core/errors.ts';
import { CODES, html, OUR_SITES, ourSite, pageOf, rowsOf } from './our-sites.ts';

const SMALL = `code: Casas
name: Casas de Prueba
hosts: [casas.example]
list:
  sources:
    card: { css: .card, key: { attr: data-id } }
  rows: [card]
  fields:
    listing_id: [{ from: card, attr: data-id }]
    price: [{ from: card, css: .price, parse: money }]
  next:
    address: [{ query: page }]
    last: [{ missing: a.next }]
`;

function faultOf(text: string): Fault {
  try {
    compileSite({ file: 'casas.yaml', text });
  } catch (error) {
    if (isFault(error)) return error;
    throw error;
  }
  throw new Error('the definition was accepted');
}

/** Replaces one piece of the small definition and gives place and message of the fault. */
function wrong(from: string, to: string): string {
  assert.ok(SMALL.includes(from));
  const fault = faultOf(SMALL.replace(from, to));
  assert.equal(fault.code, 'E_DEFINITION');
  return `${fault.place.line}:${fault.place.column} ${fault.message}`;
}

describe('a definition of one YAML', () => {
  it('is enough for a new portal', () => {
    const site = compileSite({ file: 'casas.yaml', text: SMALL });
    const extraction = site.extractList(
      pageOf(
        'https://casas.example/zapopan',
        html('<div class="card" data-id="7"><b class="price">$ 5,200,000 MXN</b></div><a class="next" href="#">»</a>'),
      ),
    );
    assert.deepEqual(rowsOf(extraction), [{ site: 'Casas', listing_id: '7', price: 5200000, currency: 'MXN' }]);
    assert.equal(extraction.kind === 'content' && extraction.nextUrl, 'https://casas.example/zapopan?page=2');
    assert.deepEqual(site.defaults, {
      priority: 100,
      lanes: 1,
      alwaysOn: false,
      delaySeconds: 2,
      robots: 'respect',
      fetch: 'http',
      waitFor: null,
    });
    assert.deepEqual([site.hasDetail, site.maxPages, site.hash.length], [false, 100, 12]);
  });

  it('says the line and column of an unknown key, and what was meant', () => {
    assert.match(wrong('price: [{', 'prise: [{'), /^10:5 .*unknown key; did you mean price\?/);
    assert.match(wrong('css: .price', 'ccs: .price'), /^10:27 .*did you mean css\?/);
  });

  it('says which values are allowed', () => {
    assert.match(wrong('parse: money', 'parse: mony'), /^10:47 .*one of text, url.*did you mean money\?/);
    assert.match(wrong('code: Casas', 'code: ../casas'), /^1:7 .*is not a code/);
    assert.match(wrong('hosts: [casas.example]', 'hosts: [https://casas.example/]'), /^3:9 .*without https/);
  });

  it('names a selector, path or pattern that cannot be read', () => {
    assert.match(wrong('css: .card,', "css: 'a[',"), /^6:18 .*is not a CSS selector/);
    assert.match(wrong('{ from: card, css: .price,', "{ html: x, json: 'a[',"), /^10:30 .*is not a path/);
    assert.match(wrong('attr: data-id }]', "attr: data-id, match: '(' }]"), /^9:54 .*is not a regular expression/);
  });

  it('names a source, a data block or a place that stands for nothing', () => {
    assert.match(wrong('[{ from: card, attr', '[{ from: cart, attr'), /^9:26 .*"cart" is no source; there is card/);
    assert.match(wrong('rows: [card]', 'rows: [cards]'), /^7:10 .*no source/);
    assert.match(
      wrong('{ from: card, css: .price,', '{ data: state, path: price,'),
      /"state" is no data block; there are none/,
    );
    assert.match(
      wrong('{ from: card, css: .price,', '{ from: card, path: price,'),
      /card is mark-up: read it with css or attr/,
    );
    assert.match(wrong('{ from: card, css: .price,', '{ from: card, constant: 3,'), /say once where the value stands/);
    assert.match(wrong('listing_id: [', 'title: ['), /needs listing_id or url/);
    assert.match(wrong('[{ missing: a.next }]', '[{ css: a.next }]'), /last, pages or next_page/);
    assert.match(wrong('[{ query: page }]', '[{ insert: "-{page}" }]'), /insert and before belong together/);
  });
});

describe('our definitions', () => {
  it('stand for the six portals with their defaults', () => {
    const told = CODES.map(ourSite).map(({ code, defaults, hasDetail }) => [
      code,
      defaults.priority,
      defaults.delaySeconds,
      defaults.lanes,
      defaults.alwaysOn,
      hasDetail,
    ]);
    assert.deepEqual(told, [
      ['Inm24', 1, 3, 2, true, true],
      ['CyT', 2, 2, 1, false, false],
      ['Lam', 3, 2, 1, false, true],
      ['Mit', 4, 1, 2, false, false],
      ['Prop', 5, 2, 1, false, false],
      ['Tro', 6, 1, 1, false, false],
    ]);
  });

  it('give way to a file of the user with the same code; a bad file is told and the rest is used', async (t) => {
    const own = await mkdtemp(join(tmpdir(), 'sites-'));
    t.after(() => rm(own, { recursive: true, force: true }));
    await writeFile(join(own, 'lamudi.yaml'), SMALL.replace('code: Casas', 'code: Lam'));
    await writeFile(join(own, 'broken.yml'), 'code: [');
    await writeFile(join(own, 'notes.txt'), 'not a definition');
    const { sites, faults } = await loadDefinitions([OUR_SITES, own, join(own, 'absent')]);
    assert.deepEqual([...sites.keys()].sort(), [...CODES].sort());
    assert.equal(sites.get('Lam')?.site.name, 'Casas de Prueba');
    assert.equal(sites.get('Lam')?.source.file, join(own, 'lamudi.yaml'));
    assert.deepEqual(
      faults.map(({ code, place }) => [code, place.file]),
      [['E_DEFINITION', join(own, 'broken.yml')]],
    );
  });

  it('two files of one folder with the same code are a fault, not a matter of chance', async (t) => {
    const own = await mkdtemp(join(tmpdir(), 'sites-'));
    t.after(() => rm(own, { recursive: true, force: true }));
    await writeFile(join(own, 'a.yaml'), SMALL);
    await writeFile(join(own, 'b.yaml'), SMALL.replace('name: Casas', 'name: Otras casas'));
    const { sites, faults } = await loadDefinitions([own]);
    assert.equal(sites.get('Casas')?.site.name, 'Casas de Prueba');
    assert.match(faults[0]?.message ?? '', /also defined in/);
  });
});
