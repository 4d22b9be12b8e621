import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCodes } from '../../src/catalogue/codes.ts';
import { groupFaults } from '../../src/catalogue/group-faults.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Catalogue, CatalogueFaultKind, Target } from '../../src/core/target.ts';
import { SITES } from './sites.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const load = async (path: string): Promise<Catalogue> =>
  loadCatalogue({ folder: folder(path), codes: await readCodes(), sites: SITES });

function count<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

describe("the team's catalogue", () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await load('urls');
  });
  const faultsOf = (kind: CatalogueFaultKind) => catalogue.faults.filter((fault) => fault.kind === kind);

  it('has 1,755 rows and 1,728 targets, none lost (D7)', () => {
    assert.equal(catalogue.rows, 1755);
    assert.equal(catalogue.targets.length, 1728);
    assert.deepEqual(
      count(catalogue.targets, ({ site }) => site),
      { CyT: 171, Inm24: 594, Lam: 162, Mit: 468, Prop: 252, Tro: 81 },
    );
    assert.equal(catalogue.faults.filter(({ fatal }) => fatal).length, 0);
    assert.deepEqual(
      catalogue.files.map((file) => basename(file)),
      ['cyt_urls.csv', 'inm24_urls.csv', 'lam_urls.csv', 'mit_urls.csv', 'prop_urls.csv', 'tro_urls.csv'],
    );
  });

  it('has exactly these faults', () => {
    assert.deepEqual(
      count(catalogue.faults, ({ kind }) => kind),
      {
        'site-case': 171,
        alias: 130,
        'repeated-row': 27,
        'operation-contradicts-url': 18,
      },
    );
  });

  it('has 130 rows that say Talj, all of them of Tlajomulco (D30)', () => {
    const byFile = count(faultsOf('alias'), ({ file = '' }) => basename(file));
    assert.deepEqual(byFile, { 'inm24_urls.csv': 69, 'mit_urls.csv': 52, 'tro_urls.csv': 9 });
    const [first] = faultsOf('alias');
    assert.deepEqual(
      [first?.line, first?.column, first?.message, first?.cure],
      [10, 7, 'Ciudad says "Talj", read as Tlaj', 'Write Tlaj.'],
    );
    // 195 rows name the municipality; three of them are repeated.
    assert.equal(catalogue.targets.filter(({ city }) => city === 'Tlaj').length, 192);
    assert.equal(catalogue.targets.filter(({ city }) => city === 'Talj').length, 0);
  });

  it('has 27 repeated rows, each reported with the line it repeats', () => {
    const repeated = faultsOf('repeated-row');
    assert.deepEqual(
      repeated.map(({ line }) => line),
      Array.from({ length: 27 }, (_, index) => 200 + index),
    );
    repeated.forEach(({ message }, index) =>
      assert.match(message, new RegExp(`inm24_urls\\.csv:${65 + index} in all five columns`)),
    );
  });

  it('has 18 rows whose operation contradicts their URL; the label counts', () => {
    const contradicting = faultsOf('operation-contradicts-url');
    assert.deepEqual(
      contradicting.map(({ line }) => line),
      Array.from({ length: 18 }, (_, index) => 488 + index),
    );
    assert.ok(
      contradicting.every(({ message }) => message === 'Operación says Ven-d, but the URL says Ren; the label counts'),
    );
    const target = catalogue.targets.find(({ place }) => place.line === 488 && place.file?.endsWith('inm24_urls.csv'));
    assert.equal(target?.operation, 'Ven-d');
  });

  it('writes its site code in lower case in one file', () => {
    assert.deepEqual(
      count(faultsOf('site-case'), ({ file = '', message }) => `${basename(file)} ${message}`),
      {
        'cyt_urls.csv PaginaWeb says "cyt", read as CyT': 171,
      },
    );
  });

  it('numbers the rows of a scraper in their order, and the URLs of one search (D7, D8)', () => {
    const orders = new Map<string, number>();
    for (const { site, orderNum } of catalogue.targets) {
      assert.equal(orderNum, (orders.get(site) ?? 0) + 1);
      orders.set(site, orderNum);
    }
    const seconds = catalogue.targets.filter(({ ordinal }) => ordinal === 2);
    assert.equal(seconds.length, 18);
    assert.equal(catalogue.targets.filter(({ ordinal }) => ordinal > 2).length, 0);
    const paths = catalogue.targets.map(({ site, city, operation, product, ordinal }) =>
      [site, city, operation, product, ordinal].join('/'),
    );
    assert.equal(new Set(paths).size, paths.length);
  });

  it('shows its faults as six groups to a person', () => {
    const groups = groupFaults(catalogue.faults).map(({ count: size, file = '', kind, lines }) =>
      [size, basename(file), kind, lines].join(' '),
    );
    assert.deepEqual(
      groups.map((line) => line.replace(/10, 19.*|7, 16.*/, '')),
      [
        '171 cyt_urls.csv site-case 2–172',
        '69 inm24_urls.csv alias ',
        '27 inm24_urls.csv repeated-row 200–226',
        '18 inm24_urls.csv operation-contradicts-url 488–505',
        '52 mit_urls.csv alias ',
        '9 tro_urls.csv alias ',
      ],
    );
  });
});

describe("the team's older files, in words", () => {
  it('mean the same searches, row by row, with every wrong portal reported', async () => {
    const [now, older] = await Promise.all([load('urls'), load('test/data/urls-legacy')]);
    const search = ({ site, city, operation, product }: Target): string => [site, city, operation, product].join(' ');
    const wanted = new Map(now.targets.map((target) => [target.url, search(target)]));
    assert.equal(older.rows, 1755);
    assert.equal(older.targets.length, 1728);
    for (const target of older.targets) assert.equal(search(target), wanted.get(target.url), target.url);

    assert.deepEqual(
      count(older.faults, ({ kind }) => kind),
      {
        'mis-encoded': 861,
        'wrong-site': 162,
        'repeated-row': 27,
        'operation-contradicts-url': 18,
      },
    );
    const wrong = older.faults.filter(({ kind }) => kind === 'wrong-site');
    assert.ok(wrong.every(({ file, fatal }) => file?.endsWith('lam_urls.csv') === true && !fatal));
    assert.equal(
      wrong[0]?.message,
      'PaginaWeb says "Casas_y_terrenos", but www.lamudi.com.mx belongs to Lam; the row runs as Lam',
    );
  });
});
