import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCodes, readCodes } from '../../src/catalogue/codes.ts';
import { plainWord, repairEncoding, slugOf } from '../../src/catalogue/words.ts';
import { isCode } from '../../src/core/codes.ts';

describe('the codes of the product', async () => {
  const codes = await readCodes();

  it('are the six sites, nine cities and four operations of the specification', () => {
    assert.deepEqual([...codes.sites.entries.keys()], ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro']);
    assert.deepEqual([...codes.cities.entries.keys()].sort(), [
      'Gdl',
      'IMem',
      'Jnctl',
      'Salt',
      'Tlaj',
      'Tlaq',
      'Ton',
      'Zap',
      'Zptl',
    ]);
    assert.deepEqual([...codes.operations.entries.keys()], ['Ven', 'Ren', 'Ven-d', 'Ven-r']);
    for (const table of Object.values(codes)) for (const code of table.entries.keys()) assert.ok(isCode(code), code);
  });

  const means: readonly (readonly [keyof typeof codes, string, string])[] = [
    ['sites', 'Casas_y_terrenos', 'CyT'],
    ['sites', 'propiedades.com', 'Prop'],
    ['sites', 'INMUEBLES24', 'Inm24'],
    ['cities', 'Ixtlahuacan de los membrillos', 'IMem'],
    ['cities', 'Tlajomulco de Zuñiga', 'Tlaj'],
    ['operations', 'Rentar', 'Ren'],
    ['operations', 'Comprar', 'Ven'],
    ['operations', 'venta-r', 'Ven-r'],
    ['operations', 'Venta de Desarrollo H o V', 'Ven-d'],
    ['products', 'Naves/Bodegas', 'NavB'],
    ['products', 'Locales en Centros Comerciales', 'LocCP'],
    ['products', 'atico', 'Atc'],
  ];
  for (const [table, word, code] of means) {
    it(`${word} means ${code}`, () => {
      assert.deepEqual(codes[table].meaningOf(word), { kind: 'known', code });
    });
  }

  it('tell a misspelling and another case from a word', () => {
    assert.deepEqual(codes.cities.meaningOf('Talj'), { kind: 'misspelling', code: 'Tlaj' });
    assert.deepEqual(codes.sites.meaningOf('cyt'), { kind: 'case', code: 'CyT' });
    assert.deepEqual(codes.cities.meaningOf('Gld'), { kind: 'unknown', meant: 'Gdl' });
    assert.deepEqual(codes.cities.meaningOf('__proto__'), { kind: 'unknown', meant: null });
  });
});

describe('a file of codes', () => {
  const file = (cities: string): string => `sites: {}\ncities:\n${cities}\noperations: {}\nproducts: {}\n`;

  it('is refused when a word means two codes, with its place', () => {
    const text = file('  Gdl: { name: Guadalajara }\n  Gua: { name: guadalajara }');
    assert.throws(() => parseCodes(text, 'codes.yaml'), {
      code: 'E_CONFIG',
      message: 'cities.Gua.name: "guadalajara" also means Gdl',
      place: { file: 'codes.yaml', line: 4, column: 16 },
    });
  });

  it('is refused when a code could leave the tree', () => {
    assert.throws(
      () => parseCodes(file('  ../x: { name: Guadalajara }'), 'codes.yaml'),
      /letters, digits, _ and -.*"\.\.\/x"/,
    );
  });

  it('is refused when it cannot be read', async () => {
    await assert.rejects(readCodes('/nowhere/codes.yaml'), { code: 'E_CONFIG' });
  });
});

it('words are compared without case, accents and punctuation', () => {
  assert.equal(plainWord(' Casas_y-TERRENOS. '), 'casas y terrenos');
  assert.equal(slugOf('Tlajomulco de Zúñiga'), 'tlajomulco-de-zuniga');
});

it('text that was encoded twice is right again, and no other text changes', () => {
  assert.equal(repairEncoding('TonalÃ¡'), 'Tonalá');
  assert.equal(repairEncoding('Ã\u0081tico'), 'Ático');
  assert.equal(repairEncoding('Tlajomulco de ZÃºÃ±iga'), 'Tlajomulco de Zúñiga');
  assert.equal(repairEncoding('â€œCasaâ€\u009d'), '“Casa”');
  for (const text of ['Tonalá', 'Zúñiga', 'São Â', 'Ãlvaro', '', 'plain', '😀 Ã¡'])
    assert.equal(repairEncoding(text), text);
});
