import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import * as fc from '../support/chance.ts';
import { checkRow } from '../../src/catalogue/check.ts';
import { readCodes } from '../../src/catalogue/codes.ts';
import type { Codes } from '../../src/catalogue/codes.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { urlReader } from '../../src/catalogue/url-evidence.ts';
import { isCode } from '../../src/core/codes.ts';
import type { Catalogue } from '../../src/core/target.ts';
import { SITES } from './sites.ts';

const HEADER = 'PaginaWeb,Ciudad,Operación,ProductoPaginaWeb,URL';
const LAMUDI = 'https://www.lamudi.com.mx/jalisco/guadalajara/casa/for-sale/';

let codes: Codes;
let folder = '';
before(async () => {
  codes = await readCodes();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function load(files: Readonly<Record<string, string | Uint8Array>>): Promise<Catalogue> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return loadCatalogue({ folder, codes, sites: SITES });
}

/** `kind line:column` of every fault of a one-row file, and the searches that run. */
async function loadRow(row: string, header = HEADER) {
  const catalogue = await load({ 'lam_urls.csv': `${header}\n${row}\n` });
  return {
    faults: catalogue.faults.map(
      ({ kind, fatal, line, column }) => `${fatal ? 'fatal ' : ''}${kind} ${line}:${column}`,
    ),
    messages: catalogue.faults.map(({ message }) => message),
    targets: catalogue.targets.map(({ site, city, operation, product }) => [site, city, operation, product].join(' ')),
  };
}

describe('a usable row is never refused', () => {
  const cases: readonly (readonly [string, string, readonly string[], string])[] = [
    ['a site filed under another portal', `CyT,Gdl,Ven,Cas,${LAMUDI}`, ['wrong-site 2:1'], 'Lam Gdl Ven Cas'],
    ['no site at all', `,Gdl,Ven,Cas,${LAMUDI}`, ['missing-field 2:1'], 'Lam Gdl Ven Cas'],
    [
      'an unknown site label, even an unsafe one',
      `../x,Gdl,Ven,Cas,${LAMUDI}`,
      ['unknown-code 2:1'],
      'Lam Gdl Ven Cas',
    ],
    [
      'a code in other letters',
      `Lam,gdl,VEN,cas,${LAMUDI}`,
      ['alias 2:5', 'alias 2:9', 'alias 2:13'],
      'Lam Gdl Ven Cas',
    ],
    [
      'words with and without accents',
      'Lamudi,Tlajomulco de Zuñiga,Comprar,Duplex,https://www.lamudi.com.mx/x',
      [],
      'Lam Tlaj Ven Dupl',
    ],
    [
      'a product that nobody knows',
      'Lam,Gdl,Ven,Yurta,https://www.lamudi.com.mx/x',
      ['unknown-code 2:13'],
      'Lam Gdl Ven Yurta',
    ],
    ['a city that contradicts the URL', `Lam,Zap,Ven,Cas,${LAMUDI}`, ['city-contradicts-url 2:5'], 'Lam Zap Ven Cas'],
    [
      'an operation that contradicts the URL',
      `Lam,Gdl,Ren,Cas,${LAMUDI}`,
      ['operation-contradicts-url 2:9'],
      'Lam Gdl Ren Cas',
    ],
    [
      'a product that contradicts the URL',
      `Lam,Gdl,Ven,Terr,${LAMUDI}`,
      ['product-contradicts-url 2:13'],
      'Lam Gdl Ven Terr',
    ],
    [
      'an auction under the label of a sale',
      'Inm24,Gdl,Ven,Cas,https://www.inmuebles24.com/casas-en-venta-en-guadalajara-q-remate.html',
      ['operation-contradicts-url 2:11'],
      'Inm24 Gdl Ven Cas',
    ],
    ['a URL that holds the separator', `Lam,Gdl,Ven,Cas,${LAMUDI}?a=1,2`, ['syntax 2:82'], 'Lam Gdl Ven Cas'],
    [
      'blanks and a non-breaking space around everything',
      `  Lam ,\u00a0Gdl, Ven ,Cas,  ${LAMUDI}  `,
      [],
      'Lam Gdl Ven Cas',
    ],
    ['double-encoded text', 'Lam,TonalÃ¡,Ven,Cas,https://www.lamudi.com.mx/x', ['mis-encoded 2:5'], 'Lam Ton Ven Cas'],
  ];
  for (const [what, row, faults, target] of cases) {
    it(`runs ${what}`, async () => {
      const loaded = await loadRow(row);
      assert.deepEqual(loaded.targets, [target]);
      assert.deepEqual(loaded.faults, faults);
    });
  }

  it('guesses the code that was meant', async () => {
    const { messages } = await loadRow('Lam,Gld,Ven,Cas,https://www.lamudi.com.mx/x');
    assert.deepEqual(messages, ['Ciudad says "Gld", which is not among the codes; taken as it is; did you mean Gdl?']);
  });
});

describe('what cannot run is named, and the rest runs', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['an empty URL', 'Lam,Gdl,Ven,Cas,', 'fatal missing-field 2:17'],
    ['an empty city', `Lam,,Ven,Cas,${LAMUDI}`, 'fatal missing-field 2:5'],
    ['something that is no address', 'Lam,Gdl,Ven,Cas,lamudi casas', 'fatal bad-url 2:17'],
    ['another protocol', 'Lam,Gdl,Ven,Cas,file:///etc/passwd', 'fatal bad-url 2:17'],
    ['a password in the URL', 'Lam,Gdl,Ven,Cas,https://u:p@www.lamudi.com.mx/', 'fatal bad-url 2:17'],
    ['a spreadsheet formula', 'Lam,Gdl,Ven,Cas,"=HYPERLINK(""https://x.example"")"', 'fatal bad-url 2:17'],
    ['a host without definition', 'Lam,Gdl,Ven,Cas,https://www.vivanuncios.com.mx/x', 'fatal no-definition 2:17'],
    ['a host that only ends like ours', 'Lam,Gdl,Ven,Cas,https://evil-lamudi.com.mx/x', 'fatal no-definition 2:17'],
    ['T4 a code that would leave the tree', `Lam,Gdl,Ven,../../etc,${LAMUDI}`, 'fatal unsafe-code 2:13'],
    ['T4 a code of 300 characters', `Lam,Gdl,Ven,${'a'.repeat(300)},${LAMUDI}`, 'fatal unsafe-code 2:13'],
  ];
  for (const [what, row, fault] of cases) {
    it(`reports ${what}`, async () => {
      const loaded = await loadRow(`${row}\nLam,Gdl,Ven,Cas,${LAMUDI}`);
      assert.ok(loaded.faults.includes(fault), loaded.faults.join('; '));
      assert.deepEqual(loaded.targets, ['Lam Gdl Ven Cas']);
    });
  }

  it('says which host has no definition, and which have', async () => {
    const { messages } = await loadRow('Lam,Gdl,Ven,Cas,https://www.vivanuncios.com.mx/x');
    assert.deepEqual(messages, [
      'no site definition names the host www.vivanuncios.com.mx; definitions exist for Inm24, CyT, Lam, Mit, Prop, Tro',
    ]);
  });

  it('counts every row: targets, repeated ones and those that cannot run', async () => {
    const row = `Lam,Gdl,Ven,Cas,${LAMUDI}`;
    const catalogue = await load({ 'lam_urls.csv': `${HEADER}\n${row}\n${row}\nLam,Gdl,Ven,Cas,nowhere\n` });
    assert.deepEqual(
      [catalogue.rows, catalogue.targets.length, catalogue.faults.map(({ kind }) => kind)],
      [3, 1, ['repeated-row', 'bad-url']],
    );
  });
});

describe('F70 headers and files', () => {
  const row = `Lam,Gdl,Ven,Cas,${LAMUDI}`;
  for (const header of [
    HEADER,
    'PAGINAWEB,ciudad,OPERACION,Producto Pagina Web,Url',
    'Página Web,Ciudad,operación,Producto,URL',
    '\uFEFFPaginaWeb,Ciudad,Operacion,ProductoPaginaWeb,URL',
  ]) {
    it(`understands ${JSON.stringify(header)}`, async () => {
      assert.deepEqual(await loadRow(row, header), { faults: [], messages: [], targets: ['Lam Gdl Ven Cas'] });
    });
  }

  it('follows the header when the columns stand in another order', async () => {
    const { targets } = await loadRow(`${LAMUDI};Cas;Ven;Gdl;Lam`, 'URL;Producto;Operación;Ciudad;PaginaWeb');
    assert.deepEqual(targets, ['Lam Gdl Ven Cas']);
  });

  it('reads a file without header, a header twice and one encoded twice', async () => {
    assert.deepEqual((await loadRow(row, row)).faults, ['header 1:1', 'repeated-row 2:1']);
    assert.deepEqual((await loadRow(`${row},Zap`, `${HEADER},Ciudad`)).faults, ['header 1:50', 'syntax 2:78']);
    assert.deepEqual((await loadRow(row, HEADER.replace('ó', 'Ã³'))).faults, ['header 1:18']);
  });

  it('refuses a file without a column it needs, and runs the other files', async () => {
    const catalogue = await load({
      'a_urls.csv': `PaginaWeb,Ciudad,URL\nLam,Gdl,${LAMUDI}\n`,
      'b_urls.csv': `${HEADER}\n${row}\n`,
      'c_urls.csv': '',
    });
    assert.deepEqual(
      catalogue.faults.map(({ message, fatal }) => [message, fatal]),
      [
        ['the column Operación is missing', true],
        ['the column ProductoPaginaWeb is missing', true],
        ['the file is empty', true],
      ],
    );
    assert.deepEqual([catalogue.rows, catalogue.targets.length], [2, 1]);
  });

  it('reports a line with a broken quote, and runs it', async () => {
    const catalogue = await load({
      'lam_urls.csv': `${HEADER}\nLam,"Gdl,Ven,Cas,${LAMUDI}\n${row.replace('Gdl', 'Zap')}\n`,
    });
    assert.deepEqual(
      catalogue.targets.map(({ city }) => city),
      ['Gdl', 'Zap'],
    );
    const [fault] = catalogue.faults;
    assert.deepEqual([fault?.kind, fault?.line, fault?.column, fault?.fatal], ['syntax', 2, 5, false]);
  });

  it('leaves folders, hidden and other files alone, and says when there is nothing', async () => {
    await mkdir(join(folder, 'old.csv'));
    const catalogue = await load({ '.hidden.csv': row, 'notes.txt': row });
    assert.deepEqual(
      catalogue.faults.map(({ kind, message }) => `${kind} ${message}`),
      ['file the folder holds no CSV file'],
    );
    await assert.rejects(loadCatalogue({ folder: join(folder, 'gone'), codes, sites: SITES }), { code: 'E_DIRECTORY' });
  });

  it('numbers a scraper over all files: their names first, then their lines', async () => {
    const at = (city: string): string => `Lam,${city},Ven,Cas,https://www.lamudi.com.mx/${city}\n`;
    const catalogue = await load({
      'b.csv': `${HEADER}\n${at('Gdl')}${at('Zap')}`,
      'a.csv': `${HEADER}\n${at('Ton')}`,
    });
    assert.deepEqual(
      catalogue.targets.map(({ orderNum, city }) => `${orderNum} ${city}`),
      ['1 Ton', '2 Gdl', '3 Zap'],
    );
  });
});

it('T4 whatever stands in a row, a path made from its codes stays in the tree', () => {
  const nasty = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '/',
      '../..',
      '..%2f',
      'CON',
      '\0',
      '\u202e',
      'a/../../b',
      '~',
      'Gdl\n',
      '..\\..',
      'Ã¡',
      '-rf',
      '_',
      'Casa',
    ),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );
  const rules = {
    codes,
    readUrl: urlReader(codes),
    siteCodes: ['Lam'],
    siteOfHost: () => 'Lam',
  };
  fc.assert(
    fc.property(nasty, nasty, nasty, nasty, (site, city, operation, product) => {
      const cell = (text: string) => ({ text, column: 1 });
      const cells = {
        site: cell(site),
        city: cell(city),
        operation: cell(operation),
        product: cell(product),
        url: cell(LAMUDI),
      };
      const { target, faults } = checkRow({ file: 'x.csv', line: 2, cells }, rules);
      assert.equal(
        target === null,
        faults.some(({ fatal }) => fatal),
      );
      if (target === null) return;
      const parts = [target.site, target.city, target.operation, target.product];
      assert.ok(parts.every(isCode));
      const path = resolve('/tree', ...parts);
      assert.equal(relative('/tree', path), parts.join('/'));
    }),
    { numRuns: 2000 },
  );
});
