import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import { decodeText } from '../../src/fetching/charset.ts';

const SPANISH = 'Casa en Tonalá, jardín, baño, «nueva» — 3,500 m² ¿Cuánto? Núñez';
const latin1 = (text: string): Buffer => Buffer.from(text.replace('—', '-'), 'latin1');
const PLAIN = SPANISH.replace('—', '-');

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

const CASES: readonly (readonly [string, Buffer, string | undefined, string, string])[] = [
  ['UTF-8, declared by the header', Buffer.from(SPANISH), 'text/html; charset=utf-8', SPANISH, 'utf-8'],
  ['UTF-8, declared by nobody', Buffer.from(SPANISH), undefined, SPANISH, 'utf-8'],
  ['UTF-8 with a BOM', Buffer.from(`\ufeff${SPANISH}`), undefined, SPANISH, 'utf-8'],
  [
    'UTF-8 with a BOM, called Latin-1 by the header',
    Buffer.from(`\ufeff${SPANISH}`),
    'text/html; charset=iso-8859-1',
    SPANISH,
    'utf-8',
  ],
  ['Latin-1, declared by nobody', latin1(PLAIN), 'text/html', PLAIN, 'windows-1252'],
  ['Latin-1, declared by the header', latin1(PLAIN), 'text/html; charset=ISO-8859-1', PLAIN, 'windows-1252'],
  ['Latin-1, called UTF-8 by the header', latin1(PLAIN), 'text/html; charset=utf-8', PLAIN, 'windows-1252'],
  [
    'Latin-1, declared by the page',
    latin1(`<meta charset="latin1">${PLAIN}`),
    'text/html',
    `<meta charset="latin1">${PLAIN}`,
    'windows-1252',
  ],
  [
    'Latin-1, called UTF-8 by the page',
    latin1(`<meta charset="utf-8">${PLAIN}`),
    'text/html',
    `<meta charset="utf-8">${PLAIN}`,
    'windows-1252',
  ],
  ['UTF-8, called Latin-1 by the header', Buffer.from(SPANISH), 'text/html; charset=iso-8859-1', SPANISH, 'utf-8'],
  [
    'windows-1252 quotes',
    Buffer.from([0x93, 0x68, 0x6f, 0x6c, 0x61, 0x94, 0x20, 0x80]),
    'text/html; charset=windows-1252',
    '“hola” €',
    'windows-1252',
  ],
  ['UTF-16 little endian with a BOM', Buffer.from(`\ufeff${SPANISH}`, 'utf16le'), undefined, SPANISH, 'utf-16le'],
  ['UTF-16 big endian with a BOM', utf16be(`\ufeff${SPANISH}`), 'text/html', SPANISH, 'utf-16be'],
  [
    'UTF-16 without a BOM, declared by the header',
    Buffer.from(SPANISH, 'utf16le'),
    'text/html; charset=utf-16le',
    SPANISH,
    'utf-16le',
  ],
  [
    'UTF-8 whose meta says UTF-16',
    Buffer.from(`<meta charset=utf-16>${SPANISH}`),
    undefined,
    `<meta charset=utf-16>${SPANISH}`,
    'utf-8',
  ],
  ['GBK', Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), 'text/html; charset=gbk', '你好', 'gbk'],
  ['Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'text/html; charset=Shift_JIS', '日本', 'shift_jis'],
  ['KOI8-R', Buffer.from([0xc4, 0xcf, 0xcd]), 'text/html; charset=koi8-r', 'дом', 'koi8-r'],
  [
    'a label nobody knows: the page decides',
    latin1(`<meta charset=iso-8859-1>${PLAIN}`),
    'text/html; charset=utf8mb4',
    `<meta charset=iso-8859-1>${PLAIN}`,
    'windows-1252',
  ],
  [
    'http-equiv',
    latin1(`<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">10 \xa4`),
    'text/html',
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">10 €',
    'iso-8859-15',
  ],
  [
    'a meta in a comment does not count',
    Buffer.from(`<!-- <meta charset="koi8-r"> -->${SPANISH}`),
    'text/html',
    `<!-- <meta charset="koi8-r"> -->${SPANISH}`,
    'utf-8',
  ],
  [
    'a meta after the first 1,024 bytes does not count',
    Buffer.from(`${' '.repeat(1_024)}<meta charset="koi8-r">${SPANISH}`),
    'text/html',
    `${' '.repeat(1_024)}<meta charset="koi8-r">${SPANISH}`,
    'utf-8',
  ],
  [
    'the header wins over the page',
    Buffer.from([...Buffer.from('<meta charset="koi8-r">'), 0xe1]),
    'text/html; charset=windows-1252',
    '<meta charset="koi8-r">á',
    'windows-1252',
  ],
  ['nothing', Buffer.alloc(0), 'text/html', '', 'utf-8'],
];

for (const [name, bytes, contentType, text, charset] of CASES) {
  test(`F67 ${name} comes out right`, () => {
    assert.deepEqual(decodeText(bytes, contentType), { text, charset });
  });
}

test('F67 a page of UTF-8 with one damaged character stays UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from(SPANISH.repeat(100)), Buffer.from([0xc3]), Buffer.from(SPANISH)]);
  const { text, charset } = decodeText(bytes, 'text/html; charset=utf-8');
  assert.equal(charset, 'utf-8');
  assert.equal(text, `${SPANISH.repeat(100)}\ufffd${SPANISH}`);
});

test('F67 a page of which more than a thousandth cannot be read is refused', () => {
  const bytes = Buffer.concat([Buffer.from(SPANISH.repeat(3)), Buffer.from([0xff, 0xfe, 0xff])]);
  assert.throws(() => decodeText(bytes, 'text/html; charset=utf-8'), { code: 'E_CHARSET' });
});

test('F67 any text survives UTF-8, whatever Latin label stands above it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(undefined, 'text/html', 'text/html; charset="UTF-8"'),
      (text, type) => {
        const clean = text.replaceAll('\ufeff', '').replaceAll('\ufffd', '');
        assert.equal(decodeText(Buffer.from(clean), type).text, clean);
      },
    ),
    { numRuns: 1_000 },
  );
});
