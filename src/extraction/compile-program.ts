/** A site of `type: command`, compiled: what to run for a task, and how its rows become ours. */
import { dirname, resolve } from 'node:path';
import { Fault } from '../core/errors.ts';
import type { Row, Value } from '../core/listing.ts';
import type { CheckedProgram, PageInput, Site, SiteProgram } from './contract.ts';
import type { ProgramColumn, ProgramSiteDefinition } from './program-shape.ts';
import { compileDefaults } from './compile-defaults.ts';
import { compileParser, defaultParser } from './values.ts';

export function compileProgramSite({ file, hash, definition }: CheckedProgram): Site {
  const { code, name, hosts, command, defaults } = definition;
  const noPages = (): never => {
    throw new Fault('E_DEFINITION', `${code} is collected by a program: its pages cannot be read by themselves`, {
      file,
      cure: 'Run the program by hand, as docs/command-scrapers.md shows.',
    });
  };
  return {
    code,
    name,
    hosts,
    redirectHosts: [],
    ignoresCertificates: false,
    hasDetail: command.detail !== undefined,
    hash,
    maxPages: command.max_pages,
    defaults: {
      ...compileDefaults(defaults),
      fetch: 'http',
      waitFor: null,
    },
    program: programOf(definition, dirname(file)),
    extractList: noPages,
    extractDetail: noPages,
  };
}

function programOf({ command, columns }: ProgramSiteDefinition, folder: string): SiteProgram {
  const { program, detail, output, format, environment, max_seconds: maxSeconds } = command;
  return {
    main: program,
    detail: detail ?? null,
    folder: resolve(folder, command.folder),
    output,
    format,
    environment,
    maxSeconds: maxSeconds ?? null,
    readRow: columns === undefined ? asItIs : reader(columns),
  };
}

/** Its rows use our names: what no column has is told by the check that every row passes. */
function asItIs(row: Readonly<Record<string, unknown>>): Row {
  return row as Row;
}

function reader(columns: Readonly<Record<string, ProgramColumn | undefined>>): SiteProgram['readRow'] {
  const readers = Object.entries(columns).flatMap(([column, source]) =>
    source === undefined ? [] : [columnReader(column, typeof source === 'string' ? { from: source } : source)],
  );
  return (row, input) => Object.assign({}, ...readers.map((read) => read(row, input))) as Row;
}

type ColumnReader = (row: Readonly<Record<string, unknown>>, input: PageInput) => Readonly<Record<string, unknown>>;

function columnReader(column: string, source: Exclude<ProgramColumn, string>): ColumnReader {
  const { from, map, parse, as } = source;
  const words = map === undefined ? null : new Map(Object.entries(map));
  const parser =
    parse === undefined
      ? null
      : compileParser(column, { parse: parse ?? defaultParser(column), ...(as === undefined ? {} : { as }) });
  return (row, input) => {
    const raw = row[from];
    if (raw === undefined || raw === null || raw === '') return {};
    if (typeof raw === 'object') return { [column]: raw };
    if (words !== null) return { [column]: words.get(textOf(raw)) ?? raw };
    if (parser === null) return { [column]: raw };
    // What the parser does not understand goes on as it is: the check empties it and tells of it, with an example.
    return parser(raw as Exclude<Value, null>, input) ?? { [column]: raw };
  };
}

function textOf(raw: unknown): string {
  return (typeof raw === 'string' ? raw : JSON.stringify(raw)).trim().toLowerCase();
}
