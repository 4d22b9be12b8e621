/** What the program says of itself, in Spanish: the sources are read, so that no new sentence is forgotten. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as fc from '../support/chance.ts';
import { listSections, listWebsiteKeys } from '../../src/config/list-options.ts';
import type { ConfigSection } from '../../src/config/list-options.ts';
import { ERRORS } from '../../src/core/errors.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { adviceFor } from '../../src/wording/advice.ts';
import { inSpanish } from '../../src/wording/in-spanish.ts';
import { sentencesIn } from '../../src/wording/sentences.ts';
import { PHRASES } from '../../src/wording/spanish/phrases.ts';
import { SYSTEM } from '../../src/wording/spanish/system.ts';
import { readSentences } from '../support/read-sentences.ts';
import type { Sentence } from '../support/read-sentences.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Functions and properties whose texts people read. What goes to the log alone, and what only a programmer meets, is English. */
const SAID = [
  /^new (Fault|FetchTrouble|ValueFault)\(\)$/,
  /^(warn|bad|ok|complain|report|known\.report|emptied|damaged|unreadable|ended|asFault|invalid|onDisk|plain|refuse)\(\)$/,
  /^(fileFault|checked|place|notOurs|problem|unreachable|matching|treeProblem|refusal|pause|warnings\.push)\(\)$/,
  /^(option|section|duration|path|clockTime)\(\)$/,
  /\.(regex|refine)\(\)$/,
  /^\.(cure|message|reason|what|problem|expected|error|description|refused|look|why|errorMessage)$/,
  /^=(message|cure|what|reason|why|hint|how|lack|title)$/,
];

/** The command line has tables of words of its own; only what it refuses is here. */
const REFUSED = /^new Fault\(\)$/;
const COMMAND_LINE = /^src\/(cli|terminal|reporting)\//;

/** Where none of those texts is for people: SQL, marks of block pages, tables of words, what the API documents. */
const ELSEWHERE =
  /^src\/(wording|store\/(operations\/monitor|migrations|statement)|api\/(routes|openapi|query)|telemetry\/(gauges|metrics)|core\/(errors|listing)|notifying\/(compose|message|severity|webhook-sig)|fetching\/blocks)|words\.ts$/;

/** Halves of sentences that are told as wholes: an example below has each. And what only a programmer can meet. */
const HALVES: readonly string[] = [
  ' of {} or before',
  'broken: {}',
  'disk of {}',
  'inodes of {}',
  'was ended by {}',
  'ended with exit code {}',
  '{} {} on {}{}',
  '{} {} ({}) on {}{}',
  '{} is {}: {}{}',
  '{}, the newest {}: ',
  'no detail page of {}',
  'no result page of {}',
  'no page of {}',
  '{} is kept',
  'a group has at least one fault',
];

const isSentence = (text: string): boolean => /[a-z]{2,}[,;:']? [a-z{(]/i.test(text);
const isSaid = (place: string): boolean => SAID.some((one) => one.test(place));
/** Facts are names and numbers, which stay as they are. */
const filled = (text: string): string => {
  let fact = 0;
  return text.replaceAll(/\{\w*\}/g, () => `‹${(fact += 1)}›`);
};
const tokensOf = (text: string): readonly string[] => (text.match(/‹\d+›/g) ?? []).toSorted();

function sentencesOfTheSources(): readonly Sentence[] {
  return globSync('src/**/*.ts', { cwd: ROOT })
    .filter((file) => !ELSEWHERE.test(file))
    .flatMap((file) =>
      readSentences(`${ROOT}${file}`, COMMAND_LINE.test(file) ? (place) => REFUSED.test(place) : isSaid),
    )
    .filter(({ text }) => isSentence(text) && !HALVES.includes(text));
}

const SENTENCES = sentencesOfTheSources();

describe('sentences in Spanish', () => {
  it('exist for all that faults, checks, outcomes and options say', () => {
    const missing = SENTENCES.filter(({ text }) => inSpanish(filled(text)) === filled(text));
    assert.ok(SENTENCES.length > 400, `only ${SENTENCES.length} sentences were found in the sources`);
    assert.deepEqual(
      missing.map(({ file, line, text }) => `${relative(ROOT, file)}:${line} ${JSON.stringify(text)}`),
      [],
      'these have no Spanish: write it beside its like in src/wording/spanish/',
    );
  });

  it('keep every fact of the English ones', () => {
    for (const { text } of SENTENCES) assert.deepEqual(tokensOf(inSpanish(filled(text))), tokensOf(filled(text)), text);
  });

  it('exist for every option of the configuration', () => {
    const told = (section: ConfigSection): readonly string[] => [
      section.description,
      ...section.options.map(({ description }) => description),
      ...section.sections.flatMap(told),
    ];
    const all = [...listSections().flatMap(told), ...listWebsiteKeys().map(({ description }) => description)];
    assert.deepEqual(
      all.filter((text) => text.includes(' ') && PHRASES[text] === undefined),
      [],
    );
  });

  it('are found by their own English, whatever their facts are, and by no other phrase', () => {
    for (const [english, spanish] of Object.entries(PHRASES)) {
      const names = [...english.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const expected = spanish.replaceAll(/\{(\w+)\}/g, (_, name: string) => `‹${names.indexOf(name) + 1}›`);
      assert.equal(inSpanish(filled(english)), expected, english);
    }
  });

  it('say with each name only what the English names', () => {
    const names = (text: string): readonly string[] =>
      [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].toSorted();
    for (const [english, spanish] of Object.entries(PHRASES)) {
      assert.equal(names(english).length, [...english.matchAll(/\{\w+\}/g)].length, `${english}: a name occurs twice`);
      const extra = names(spanish).filter((name) => !names(english).includes(name));
      assert.deepEqual(extra, [], english);
    }
  });

  it('leave commands and options between backticks as they are typed', () => {
    const typed = (text: string): readonly string[] =>
      [...text.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one.replaceAll(/<\w+>|[A-Z]{4,}|\{\w+\}/g, '')).toSorted();
    for (const [english, spanish] of Object.entries(PHRASES)) assert.deepEqual(typed(spanish), typed(english), english);
  });
});

describe('a message of several sentences', () => {
  const CASES: readonly (readonly [string, string])[] = [
    [
      'the configuration file /etc/x.yaml (from --config) does not exist',
      'no existe el archivo de configuración /etc/x.yaml (según --config)',
    ],
    [
      "the folder of the catalogue /u cannot be read: ENOENT: no such file or directory, scandir '/u' → Put a readable CSV file there, or take it away.",
      "no se puede leer la carpeta del catálogo /u: ENOENT: no existe el archivo o la carpeta, scandir '/u' → Ponga ahí un archivo CSV legible, o quítelo.",
    ],
    [
      'c.yaml has 2 faults:\n  c.yaml:3:5: execution.retry: unknown key; did you mean text?\n  c.yaml:4:1: missing; expected a whole number',
      'c.yaml tiene 2 fallas:\n  c.yaml:3:5: execution.retry: clave desconocida; ¿quiso decir text?\n  c.yaml:4:1: falta; se esperaba un número entero',
    ],
    [
      'there is no good backup of 2026-11-22 or before; b1: its manifest is missing',
      'no hay ningún respaldo bueno del 2026-11-22 ni anterior; b1: falta su manifiesto',
    ],
    [
      'the database of the backup is broken: it has no tables at all',
      'la base de datos del respaldo está dañada: no tiene ninguna tabla',
    ],
    ['disk of tree', 'disco del árbol'],
    [
      'a.mx: the gzip body of 16 bytes ends before its end [https://a.mx/x?y=1]',
      'a.mx: el contenido gzip de 16 bytes se corta antes del final [https://a.mx/x?y=1]',
    ],
    ['inodes of backups', 'inodos de respaldos'],
    [
      'the program `x.py --a` was ended by SIGKILL on https://a/',
      'el programa `x.py --a` fue terminado por SIGKILL en https://a/',
    ],
    [
      'the program `x.py` ended with exit code 69 (the portal cannot be reached) on https://a/; its last words: no route',
      'el programa `x.py` terminó con código de salida 69 (no se puede llegar al portal) en https://a/; sus últimas palabras: no route',
    ],
    ['a/b.csv is missing: its manifest is there, with 3 rows', 'a/b.csv falta: su manifiesto está, con 3 filas'],
    ['2, the newest b1: its manifest is missing', '2, el más nuevo b1: falta su manifiesto'],
    ['no detail page of Lam is kept', 'no hay ninguna página de detalle guardada de Lam'],
    ['no page of Nov26_01 is kept', 'no hay ninguna página guardada de Nov26_01'],
    ['c.yaml:6:9: data.urls: expected text, saw [1]', 'c.yaml:6:9: data.urls: se esperaba texto, se vio [1]'],
  ];

  it('is told sentence by sentence, with its places, lines and names', () => {
    for (const [english, spanish] of CASES) assert.equal(inSpanish(english), spanish);
  });

  it('ends with advice in Spanish when it ends with advice of the catalogue', () => {
    for (const [code, { advice }] of Object.entries(ERRORS))
      assert.equal(inSpanish(`x.csv: ‹1› → ${advice}`), `x.csv: ‹1› → ${adviceFor(code as ErrorCode, 'es')}`);
  });

  it('never names another word than was written: a key, a code, a value', () => {
    const words = ['text', 'tasks', 'user', 'none', 'database', 'pages', 'failed'];
    for (const word of words) {
      assert.equal(inSpanish(`unknown key; did you mean ${word}?`), `clave desconocida; ¿quiso decir ${word}?`);
      assert.equal(inSpanish(`${word}: unknown key`), `${word}: clave desconocida`);
    }
  });

  it('stays as it is where the system or a portal wrote it', () => {
    assert.equal(inSpanish('Segmentation fault'), 'Segmentation fault');
    assert.equal(inSpanish('a'.repeat(5000)), 'a'.repeat(5000));
    for (const [english, spanish] of Object.entries(SYSTEM)) assert.notEqual(english, spanish);
  });

  it('T26 can be anything at all: it is told, or left alone, at once', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      ': ',
      '; ',
      ' → ',
      '. ',
      'is empty',
      'cannot be read',
      '\n',
      'text',
      ' ',
      '{x}',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
        assert.equal(typeof inSpanish(parts.join('')), 'string');
      }),
      { numRuns: 300 },
    );
  });
});

it('English is what the program is written in: nothing is loaded for it, and nothing changed', async () => {
  const tell = await sentencesIn('en');
  assert.equal(tell('the file is empty'), 'the file is empty');
  assert.equal((await sentencesIn('es'))('the file is empty'), 'el archivo está vacío');
});
