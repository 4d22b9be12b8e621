import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, formatPlace, messageOf } from '../core/errors.ts';
import type { Catalogue, CatalogueFault, Target } from '../core/target.ts';
import { checkRow } from './check.ts';
import type { RawCell, RawRow, RowRules } from './check.ts';
import type { Codes } from './codes.ts';
import { COLUMNS, readHeader } from './header.ts';
import type { Column } from './header.ts';
import { readCsv } from './read-csv.ts';
import type { CsvRow, CsvTable } from './read-csv.ts';
import { urlReader } from './url-evidence.ts';

/** What the catalogue needs to know of a site: extraction's `Site` fits. */
export interface CatalogueSite {
  readonly code: string;
  readonly hosts: readonly string[];
}

export interface CatalogueRequest {
  /** Folder of the CSV files; subfolders and hidden files are left alone. */
  readonly folder: string;
  readonly codes: Codes;
  readonly sites: readonly CatalogueSite[];
}

/** A URL list of 100 MB would hold half a million rows; a larger file is a mistake. */
const LARGEST_FILE_BYTES = 100 * 1024 * 1024;

/**
 * Reads every CSV of the folder, in the order of their names, into targets and faults (D7, D8, D30). A usable row is
 * never refused: what is odd about it is a fault that is not fatal.
 * @throws {Fault} E_DIRECTORY when the folder cannot be read
 */
export async function loadCatalogue({ folder, codes, sites }: CatalogueRequest): Promise<Catalogue> {
  const names = await listFiles(folder);
  const collector = new Collector(rowRules(codes, sites));
  if (names.length === 0) collector.fault(fileFault(folder, 'the folder holds no CSV file'));
  for (const name of names) {
    const file = join(folder, name);
    try {
      const { size } = await stat(file);
      if (size > LARGEST_FILE_BYTES)
        collector.fault(fileFault(file, `the file has ${size} bytes, more than ${LARGEST_FILE_BYTES}`));
      else collectFile(file, readCsv(await readFile(file)), collector);
    } catch (error) {
      // One unreadable file must not keep the others from running.
      collector.fault(fileFault(file, `the file cannot be read: ${messageOf(error)}`));
    }
  }
  return { ...collector.result(), files: names.map((name) => join(folder, name)) };
}

async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(
        (entry) => !entry.isDirectory() && !entry.name.startsWith('.') && entry.name.toLowerCase().endsWith('.csv'),
      )
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    throw new Fault('E_DIRECTORY', `the folder of the catalogue ${folder} cannot be read: ${messageOf(error)}`, {
      file: folder,
      cause: error,
      cure: 'Create it and put the URL lists (<scraper>_urls.csv) there, or correct `data.urls`.',
    });
  }
}

function rowRules(codes: Codes, sites: readonly CatalogueSite[]): RowRules {
  const siteOf = new Map(
    sites.flatMap(({ code, hosts }) => hosts.map((host): [string, string] => [host.toLowerCase(), code])),
  );
  return {
    codes,
    readUrl: urlReader(codes),
    siteCodes: sites.map(({ code }) => code),
    siteOfHost: (host) => {
      // The host itself, then its parents: `casas.mitula.mx`, `mitula.mx`.
      for (let name = host.toLowerCase().replace(/\.$/, ''); name !== ''; name = name.slice(name.indexOf('.') + 1)) {
        const site = siteOf.get(name);
        if (site !== undefined) return site;
        if (!name.includes('.')) break;
      }
      return null;
    },
  };
}

function collectFile(file: string, table: CsvTable, collector: Collector): void {
  if (table.charset === 'windows-1252') {
    const cure = 'Save the file as UTF-8.';
    collector.fault({
      kind: 'mis-encoded',
      fatal: false,
      file,
      line: 1,
      column: 1,
      message: 'the file is not UTF-8; read as Windows-1252',
      cure,
    });
  }
  for (const trouble of table.troubles) {
    collector.fault({ kind: 'syntax', fatal: false, file, ...trouble, cure: 'Correct the quotes of this line.' });
  }
  const [first, ...rest] = table.rows;
  if (first === undefined) {
    collector.fault(fileFault(file, 'the file is empty'));
    return;
  }
  const header = readHeader(file, first);
  header.faults.forEach((fault) => collector.fault(fault));
  const unusable = header.faults.some(({ fatal }) => fatal);
  for (const row of header.isData ? table.rows : rest) {
    if (unusable) collector.lost();
    else collector.row(rawRow(file, row, header.positions, table.delimiter, collector));
  }
}

function rawRow(
  file: string,
  row: CsvRow,
  positions: ReadonlyMap<Column, number>,
  delimiter: string,
  collector: Collector,
): RawRow {
  const width = Math.max(...positions.values()) + 1;
  const urlPosition = positions.get('url');
  const surplus = row.cells.slice(width).map(({ text }) => text);
  const cells: Partial<Record<Column, RawCell>> = {};
  for (const column of COLUMNS) {
    const cell = row.cells[positions.get(column) ?? -1];
    if (cell !== undefined) cells[column] = cell;
  }
  if (surplus.some((text) => text.trim() !== '')) {
    // A URL may hold the separator: when it stands last, what follows belongs to it.
    const belongsToUrl = urlPosition === width - 1 && cells.url !== undefined;
    if (belongsToUrl && cells.url !== undefined)
      cells.url = { ...cells.url, text: [cells.url.text, ...surplus].join(delimiter) };
    const message = `the row has ${row.cells.length} cells, not ${width}; ${belongsToUrl ? 'the last ones were read as one URL' : 'the last ones were left out'}`;
    collector.fault({
      kind: 'syntax',
      fatal: false,
      file,
      line: row.line,
      column: row.cells[width]?.column ?? 1,
      message,
      cure: 'Put the URL in quotes.',
    });
  }
  return { file, line: row.line, cells };
}

function fileFault(file: string, message: string): CatalogueFault {
  return { kind: 'file', fatal: true, file, message, cure: 'Put a readable CSV file there, or take it away.' };
}

/** Gathers targets and faults, numbers the targets and finds the repeated ones. */
class Collector {
  readonly #rules: RowRules;
  readonly #targets: Target[] = [];
  readonly #faults: CatalogueFault[] = [];
  readonly #first = new Map<string, Target>();
  readonly #count = new Map<string, number>();
  #rows = 0;

  constructor(rules: RowRules) {
    this.#rules = rules;
  }

  fault(fault: CatalogueFault): void {
    this.#faults.push(fault);
  }

  /** A row of a file whose header makes it unreadable. */
  lost(): void {
    this.#rows += 1;
  }

  row(raw: RawRow): void {
    this.#rows += 1;
    const { target, faults } = checkRow(raw, this.#rules);
    this.#faults.push(...faults);
    if (target === null) return;
    const { site, city, operation, product, url } = target;
    // A URL holds no NUL and a code neither: the key is unambiguous.
    const search = [site, city, operation, product].join('\0');
    const identity = `${search}\0${url}`;
    const earlier = this.#first.get(identity);
    if (earlier !== undefined) {
      const message = `the row repeats ${formatPlace({ file: earlier.place.file, line: earlier.place.line })} in all five columns; it runs once`;
      this.fault({
        kind: 'repeated-row',
        fatal: false,
        file: raw.file,
        line: raw.line,
        column: 1,
        message,
        cure: 'Take the row out.',
      });
      return;
    }
    const complete = { ...target, orderNum: this.#next(site), ordinal: this.#next(search) };
    this.#first.set(identity, complete);
    this.#targets.push(complete);
  }

  #next(key: string): number {
    const number = (this.#count.get(key) ?? 0) + 1;
    this.#count.set(key, number);
    return number;
  }

  result(): Pick<Catalogue, 'targets' | 'faults' | 'rows'> {
    return { targets: this.#targets, faults: this.#faults, rows: this.#rows };
  }
}
