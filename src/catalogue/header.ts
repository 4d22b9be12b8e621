/** The first line of a catalogue file: which column is which, whatever its accents, case and order. */
import type { CatalogueFault } from '../core/target.ts';
import type { CsvRow } from './read-csv.ts';
import { plainWord, repairEncoding } from './words.ts';

export const COLUMNS = ['site', 'city', 'operation', 'product', 'url'] as const;
export type Column = (typeof COLUMNS)[number];

/** As the files name them, and as messages do. */
export const COLUMN_TITLES: Readonly<Record<Column, string>> = {
  site: 'PaginaWeb',
  city: 'Ciudad',
  operation: 'Operación',
  product: 'ProductoPaginaWeb',
  url: 'URL',
};

const WORDS: Readonly<Record<string, Column>> = {
  paginaweb: 'site',
  sitio: 'site',
  sitioweb: 'site',
  website: 'site',
  site: 'site',
  ciudad: 'city',
  municipio: 'city',
  city: 'city',
  operacion: 'operation',
  operation: 'operation',
  productopaginaweb: 'product',
  producto: 'product',
  product: 'product',
  url: 'url',
  enlace: 'url',
  link: 'url',
};

export interface Header {
  /** Position of each column; absent ones are missing. */
  readonly positions: ReadonlyMap<Column, number>;
  /** The first line is no header but data. */
  readonly isData: boolean;
  readonly faults: readonly CatalogueFault[];
}

/** Understands the header; a file without one is read in the usual order of columns. */
export function readHeader(file: string, row: CsvRow): Header {
  const faults: CatalogueFault[] = [];
  const complain = (column: number, fatal: boolean, message: string, cure: string): void => {
    faults.push({ kind: 'header', fatal, file, line: row.line, column, message, cure });
  };
  const title = `Let the first line be ${COLUMNS.map((one) => COLUMN_TITLES[one]).join(',')}.`;
  if (row.cells.some((cell) => /^\s*https?:\/\//i.test(cell.text))) {
    complain(
      1,
      false,
      `the first line is no header; its columns were taken as ${COLUMNS.map((one) => COLUMN_TITLES[one]).join(', ')}`,
      title,
    );
    return { positions: new Map(COLUMNS.map((one, index) => [one, index])), isData: true, faults };
  }

  const positions = new Map<Column, number>();
  row.cells.forEach(({ text, column }, index) => {
    const repaired = repairEncoding(text);
    const meant = columnOf(repaired);
    if (repaired !== text)
      complain(
        column,
        false,
        `the column ${JSON.stringify(text)} is encoded twice; read as ${repaired}`,
        'Save the file as UTF-8.',
      );
    if (meant === undefined) {
      if (text.trim() !== '')
        complain(column, false, `the column ${JSON.stringify(text)} is not known and was left out`, title);
    } else if (positions.has(meant)) {
      complain(
        column,
        false,
        `the column ${COLUMN_TITLES[meant]} occurs twice; the first one was taken`,
        'Take the second one out.',
      );
    } else {
      positions.set(meant, index);
    }
  });
  for (const missing of COLUMNS.filter((one) => !positions.has(one))) {
    // Without its label a row's site still follows from its URL; without anything else there is no target.
    complain(1, missing !== 'site', `the column ${COLUMN_TITLES[missing]} is missing`, title);
  }
  return { positions, isData: false, faults };
}

function columnOf(text: string): Column | undefined {
  const word = plainWord(text).replaceAll(' ', '');
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
