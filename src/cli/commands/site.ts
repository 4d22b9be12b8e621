import type { Command } from 'commander';
import type { SiteTestResult } from '../../app/trial/test-site.ts';
import type { Extraction, FieldReport } from '../../app/contract.ts';
import { loadConfig } from '../../config/load.ts';
import { ERRORS, EXIT } from '../../core/errors.ts';
import type { Row } from '../../core/listing.ts';
import type { Words } from '../../wording/language.ts';
import { cliLanguage, command, commandGroup } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { table } from '../table.ts';
import { adviceFor } from '../../wording/advice.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import type { Tell } from '../../wording/sentences.ts';
import { verdictWord } from '../../wording/states.ts';
import { shorten, terminalLines } from '../../wording/terminal-text.ts';

type Word =
  | 'group'
  | 'summary'
  | 'base'
  | 'detail'
  | 'vault'
  | 'rows'
  | 'inAll'
  | 'next'
  | 'none'
  | 'field'
  | 'filled'
  | 'found'
  | 'example'
  | 'failed';

const WORDS: Words<Word> = {
  en: {
    group: 'Site definitions.',
    summary:
      'What a definition gets out of a page: FROM is a URL, a file with a saved page, or nothing for the first catalogue row.',
    base: 'address of the page when it comes from a file',
    detail: 'read it as a detail page',
    vault: 'the newest kept page, one with a problem first; FROM then is its address',
    rows: 'rows',
    inAll: 'the portal says in all',
    next: 'next page',
    none: 'none',
    field: 'field',
    filled: 'filled',
    found: 'found by',
    example: 'example',
    failed: 'not understood',
  },
  es: {
    group: 'Definiciones de sitios.',
    summary:
      'Qué obtiene una definición de una página: FROM es una URL, un archivo con una página guardada, o nada para la primera fila del catálogo.',
    base: 'dirección de la página cuando viene de un archivo',
    detail: 'léela como página de detalle',
    vault: 'la página guardada más reciente, primero una con problemas; FROM es entonces su dirección',
    rows: 'filas',
    inAll: 'el portal dice en total',
    next: 'página siguiente',
    none: 'ninguna',
    field: 'campo',
    filled: 'lleno',
    found: 'hallado por',
    example: 'ejemplo',
    failed: 'sin entender',
  },
};

interface SiteTestOptions extends CommonOptions {
  readonly url?: string;
  readonly detail?: boolean;
  readonly fromVault?: boolean;
}

export function addSite(parent: Command): void {
  const words = WORDS[cliLanguage()];
  const site = commandGroup(parent, 'site', words.group);
  command<SiteTestOptions>(
    site,
    'test <site> [from]',
    {
      summary: words.summary,
      examples: [
        'scraping-monitor site test Inm24',
        'scraping-monitor site test Lam page.html --url https://www.lamudi.com.mx/',
      ],
    },
    (made) =>
      made.option('--url <base>', words.base).option('--detail', words.detail).option('--from-vault', words.vault),
    async (options, [code = '', from = null]) => {
      const { testSite } = await import('../../app/trial/test-site.ts');
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const result = await testSite(config, {
        site: code,
        from,
        baseUrl: options.url ?? null,
        detail: options.detail ?? false,
        fromVault: options.fromVault ?? false,
      });
      const tell = await sentencesIn(cliLanguage());
      console.log(options.json ? JSON.stringify(forPrograms(result, tell)) : forPeople(result, tell));
      return result.kind === 'read' && (result.extraction.kind === 'content' || result.extraction.kind === 'empty')
        ? EXIT.ok
        : EXIT.failed;
    },
  );
}

/** `{verdict, rows, fields, next}`, and what went wrong where something did. */
function forPrograms(result: SiteTestResult, tell: Tell): object {
  if (result.kind === 'not_fetched') {
    const { code, message } = result.failure;
    return {
      url: result.url,
      verdict: ERRORS[code].verdict,
      rows: [],
      fields: [],
      next: null,
      error: { code, message: tell(message) },
    };
  }
  const { extraction, url } = result;
  if (extraction.kind !== 'content')
    return { url, verdict: extraction.kind, rows: [], fields: [], next: null, detail: tell(detailOf(extraction)) };
  return {
    url,
    verdict: 'ok',
    rows: extraction.rows,
    fields: extraction.fields,
    next: extraction.nextUrl,
    total: extraction.total,
  };
}

function detailOf(extraction: Exclude<Extraction, { kind: 'content' }>): string {
  return extraction.kind === 'layout_changed' ? extraction.message : extraction.marker;
}

function forPeople(result: SiteTestResult, tell: Tell): string {
  const words = WORDS[cliLanguage()];
  if (result.kind === 'not_fetched') {
    const { code, message } = result.failure;
    return `${terminalLines(result.url)}\n✗ ${code}: ${terminalLines(tell(message))}\n  → ${adviceFor(code, cliLanguage())}`;
  }
  const { extraction, url } = result;
  if (extraction.kind !== 'content')
    return `${url}\n${extraction.kind === 'empty' ? '✓' : '✗'} ${verdictWord(extraction.kind, cliLanguage())}: ${terminalLines(tell(detailOf(extraction)))}`;
  return [
    `${url}\n✓ ${extraction.rows.length} ${words.rows}; ${words.inAll}: ${extraction.total ?? '?'}; ${words.next}: ${extraction.nextUrl ?? words.none}`,
    '',
    fieldTable(extraction.fields),
    '',
    rowTable(extraction.rows),
  ].join('\n');
}

const WIDEST_CELL = 48;

function fieldTable(fields: readonly FieldReport[]): string {
  const words = WORDS[cliLanguage()];
  return table(
    [
      { title: words.field },
      { title: words.filled, align: 'right' },
      { title: words.found },
      { title: words.example },
      { title: words.failed },
    ],
    fields.map((field) => [
      field.field,
      `${field.filled}/${field.rows}`,
      field.alternatives
        .filter((one) => one.used > 0)
        .map((one) => `${shorten(one.source, WIDEST_CELL)} (${one.used})`)
        .join(', ') || '—',
      shorten(field.example ?? '', WIDEST_CELL),
      shorten(field.failed ?? '', WIDEST_CELL),
    ]),
  );
}

/** The columns a person checks a page by; all of them are in --json. */
const SHOWN = [
  'listing_id',
  'title',
  'price',
  'currency',
  'operation',
  'bedrooms',
  'bathrooms',
  'built_area_m2',
  'land_area_m2',
  'neighbourhood',
  'municipality',
  'agency',
  'published_on',
];
const WIDEST_VALUE = 26;

function rowTable(rows: readonly Row[]): string {
  const used = SHOWN.filter((name) => rows.some((row) => row[name] !== null && row[name] !== undefined));
  return table(
    used.map((title) => ({ title })),
    rows.map((row) => used.map((name) => shorten(String(row[name] ?? ''), WIDEST_VALUE))),
  );
}
