import type { Command } from 'commander';
import type { SiteTestResult } from '../../app/test-site.ts';
import type { Extraction, FieldReport } from '../../app/contract.ts';
import { loadConfig } from '../../config/load.ts';
import { ERRORS, EXIT } from '../../core/errors.ts';
import type { Row } from '../../core/listing.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { table } from '../table.ts';
import { shorten } from '../../wording/terminal-text.ts';

interface SiteTestOptions extends CommonOptions {
  readonly url?: string;
  readonly detail?: boolean;
  readonly fromVault?: boolean;
}

export function addSite(parent: Command): void {
  const site = parent.command('site').description('Site definitions.');
  command<SiteTestOptions>(
    site,
    'test <site> [from]',
    'What a definition gets out of a page: FROM is a URL, a file with a saved page, or nothing for the first catalogue row.',
    (made) =>
      made
        .option('--url <base>', 'address of the page when it comes from a file')
        .option('--detail', 'read it as a detail page')
        .option('--from-vault', 'the newest kept page, one with a problem first; FROM then is its address'),
    async (options, [code = '', from = null]) => {
      const { testSite } = await import('../../app/test-site.ts');
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
      console.log(options.json ? JSON.stringify(forPrograms(result)) : forPeople(result));
      return result.kind === 'read' && (result.extraction.kind === 'content' || result.extraction.kind === 'empty')
        ? EXIT.ok
        : EXIT.failed;
    },
  );
}

/** `{verdict, rows, fields, next}`, and what went wrong where something did. */
function forPrograms(result: SiteTestResult): object {
  if (result.kind === 'not_fetched') {
    const { code, message } = result.failure;
    return {
      url: result.url,
      verdict: ERRORS[code].verdict,
      rows: [],
      fields: [],
      next: null,
      error: { code, message },
    };
  }
  const { extraction, url } = result;
  if (extraction.kind !== 'content')
    return { url, verdict: extraction.kind, rows: [], fields: [], next: null, detail: detailOf(extraction) };
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

function forPeople(result: SiteTestResult): string {
  if (result.kind === 'not_fetched') {
    const { code, message } = result.failure;
    return `${result.url}\n✗ ${code}: ${message}\n  → ${ERRORS[code].advice}`;
  }
  const { extraction, url } = result;
  if (extraction.kind !== 'content')
    return `${url}\n${extraction.kind === 'empty' ? '✓' : '✗'} ${extraction.kind}: ${detailOf(extraction)}`;
  return [
    `${url}\n✓ ${extraction.rows.length} rows; the portal says ${extraction.total ?? '?'} in all; next page: ${extraction.nextUrl ?? 'none'}`,
    '',
    fieldTable(extraction.fields),
    '',
    rowTable(extraction.rows),
  ].join('\n');
}

const WIDEST_CELL = 48;

function fieldTable(fields: readonly FieldReport[]): string {
  return table(
    [
      { title: 'field' },
      { title: 'filled', align: 'right' },
      { title: 'found by' },
      { title: 'example' },
      { title: 'not understood' },
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
