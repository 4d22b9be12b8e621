/** One row of a catalogue file: its words made codes, its URL checked, and everything odd about it said (D30). */
import { isCode } from '../core/codes.ts';
import type { CatalogueFault, CatalogueFaultKind, Target } from '../core/target.ts';
import { nearest } from '../yaml/nearest.ts';
import type { Codes, CodeTable } from './codes.ts';
import { COLUMN_TITLES } from './header.ts';
import type { Column } from './header.ts';
import { operationAgrees } from './url-evidence.ts';
import type { UrlReader } from './url-evidence.ts';
import { repairEncoding } from './words.ts';

export interface RawCell {
  readonly text: string;
  readonly column: number;
}

/** A row as read: a column that the file lacks is absent. */
export interface RawRow {
  readonly file: string;
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column, RawCell>>>;
}

export interface CheckedRow {
  /** null = it cannot run; one of the faults is fatal then. */
  readonly target: Omit<Target, 'orderNum' | 'ordinal'> | null;
  readonly faults: readonly CatalogueFault[];
}

export interface RowRules {
  readonly codes: Codes;
  readonly readUrl: UrlReader;
  /** The site to which a host belongs; null when no definition names it. */
  siteOfHost(host: string): string | null;
  readonly siteCodes: readonly string[];
}

/** Longer ones are refused by servers on the way (a limit that browsers and proxies have long shared). */
const LONGEST_URL = 2083;

type Complain = (kind: CatalogueFaultKind, fatal: boolean, column: Column, message: string, cure: string) => void;

export function checkRow(row: RawRow, rules: RowRules): CheckedRow {
  const faults: CatalogueFault[] = [];
  const complain: Complain = (kind, fatal, column, message, cure) => {
    faults.push({ kind, fatal, file: row.file, line: row.line, column: row.cells[column]?.column ?? 1, message, cure });
  };

  const url = checkUrl(textOf(row, 'url', complain), complain);
  const site = url === null ? null : checkSite(row, url, rules, complain);
  const city = checkCode(row, 'city', rules.codes.cities, complain);
  const operation = checkCode(row, 'operation', rules.codes.operations, complain);
  const product = checkCode(row, 'product', rules.codes.products, complain);
  if (url === null || site === null || city === null || operation === null || product === null)
    return { target: null, faults };

  checkAgainstUrl({ city, operation, product }, url, site, rules, complain);
  const place = { file: row.file, line: row.line, column: row.cells.url?.column ?? 1 };
  return { target: { site, city, operation, product, url: textOf(row, 'url', () => {}), place }, faults };
}

/** The cell's text, trimmed, in one Unicode form, and right again when it was encoded twice. */
function textOf(row: RawRow, column: Column, complain: Complain): string {
  const raw = (row.cells[column]?.text ?? '').normalize('NFC').trim();
  const repaired = repairEncoding(raw).normalize('NFC').trim();
  if (repaired !== raw) {
    const title = COLUMN_TITLES[column];
    complain(
      'mis-encoded',
      false,
      column,
      `${title} says ${quote(raw)}, which is text encoded twice; read as ${repaired}`,
      `Write ${repaired} and save the file as UTF-8.`,
    );
  }
  return repaired;
}

function checkUrl(text: string, complain: Complain): URL | null {
  const refuse = (message: string): null => {
    complain('bad-url', true, 'url', message, 'Copy the address of the search from the browser.');
    return null;
  };
  if (text === '') {
    complain('missing-field', true, 'url', 'the URL is empty', 'Copy the address of the search from the browser.');
    return null;
  }
  if (text.length > LONGEST_URL) return refuse(`the URL has ${text.length} characters, more than ${LONGEST_URL}`);
  // eslint-disable-next-line no-control-regex
  if (/[\s\u0000-\u001f\u007f]/u.test(text)) return refuse(`the URL ${quote(text)} holds blanks or control characters`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !(url.protocol === 'http:' || url.protocol === 'https:'))
    return refuse(`${quote(text)} is not an http or https address`);
  if (url.username !== '' || url.password !== '')
    return refuse(`the URL for ${url.host} carries a user name or password`);
  return url;
}

/** The host decides; file and label are only reported when they say something else (D30). */
function checkSite(row: RawRow, url: URL, rules: RowRules, complain: Complain): string | null {
  const label = textOf(row, 'site', complain);
  const meaning = rules.codes.sites.meaningOf(label);
  const site = rules.siteOfHost(url.hostname);
  if (site === null) {
    const known = `definitions exist for ${rules.siteCodes.join(', ')}`;
    complain(
      'no-definition',
      true,
      'url',
      `no site definition names the host ${url.hostname}; ${known}`,
      'Write a definition for this portal (docs/sites.md), or take the row out.',
    );
    return null;
  }
  const cure = `Write ${site}.`;
  const title = COLUMN_TITLES.site;
  if (label === '')
    complain('missing-field', false, 'site', `${title} is empty; ${url.hostname} belongs to ${site}`, cure);
  else if (meaning.kind === 'unknown') {
    if (label !== site)
      complain(
        'unknown-code',
        false,
        'site',
        `${title} says ${quote(label)}, which is no known site; ${url.hostname} belongs to ${site}`,
        cure,
      );
  } else if (meaning.code !== site) {
    complain(
      'wrong-site',
      false,
      'site',
      `${title} says ${quote(label)}, but ${url.hostname} belongs to ${site}; the row runs as ${site}`,
      cure,
    );
  } else if (meaning.kind === 'case') {
    complain('site-case', false, 'site', `${title} says ${quote(label)}, read as ${site}`, cure);
  } else if (meaning.kind === 'misspelling') {
    complain('alias', false, 'site', `${title} says ${quote(label)}, read as ${site}`, cure);
  }
  return site;
}

function checkCode(
  row: RawRow,
  column: Exclude<Column, 'site' | 'url'>,
  table: CodeTable,
  complain: Complain,
): string | null {
  const word = textOf(row, column, complain);
  const title = COLUMN_TITLES[column];
  if (word === '') {
    complain('missing-field', true, column, `${title} is empty`, `Write the code of the ${column}.`);
    return null;
  }
  const meaning = table.meaningOf(word);
  if (meaning.kind !== 'unknown') {
    if (meaning.kind !== 'known')
      complain(
        'alias',
        false,
        column,
        `${title} says ${quote(word)}, read as ${meaning.code}`,
        `Write ${meaning.code}.`,
      );
    return meaning.code;
  }
  const guess =
    meaning.meant ??
    nearest(
      word,
      [...table.entries.values()].map(({ name }) => name),
    );
  const hint = guess === null ? '' : `; did you mean ${guess}?`;
  if (isCode(word)) {
    complain(
      'unknown-code',
      false,
      column,
      `${title} says ${quote(word)}, which is not among the codes; taken as it is${hint}`,
      `Correct it, or add ${word} to the file of codes.`,
    );
    return word;
  }
  complain(
    'unsafe-code',
    true,
    column,
    `${title} says ${quote(word)}, which is no known word and not safe in a path${hint}`,
    'Use letters, digits, _ and - only, beginning with a letter or a digit.',
  );
  return null;
}

function checkAgainstUrl(
  labels: Pick<Target, 'city' | 'operation' | 'product'>,
  url: URL,
  site: string,
  rules: RowRules,
  complain: Complain,
): void {
  const said = rules.readUrl(url, site);
  const contradict = (
    kind: CatalogueFaultKind,
    column: 'city' | 'operation' | 'product',
    codes: ReadonlySet<string>,
  ): void => {
    const message = `${COLUMN_TITLES[column]} says ${labels[column]}, but the URL says ${[...codes].join(', ')}; the label counts`;
    complain(kind, false, column, message, 'Correct the label or the URL.');
  };
  if (said.cities.size > 0 && !said.cities.has(labels.city) && rules.codes.cities.entries.has(labels.city)) {
    contradict('city-contradicts-url', 'city', said.cities);
  }
  if (!operationAgrees(labels.operation, said.operations, rules.codes.operations)) {
    contradict('operation-contradicts-url', 'operation', said.operations);
  }
  if (
    said.products.size > 0 &&
    !said.products.has(labels.product) &&
    rules.codes.products.entries.has(labels.product)
  ) {
    contradict('product-contradicts-url', 'product', said.products);
  }
}

/** A message stays one readable line, whatever stands in the cell. */
const LONGEST_QUOTED = 100;

function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTED ? `${text.slice(0, LONGEST_QUOTED)}…` : text);
}
