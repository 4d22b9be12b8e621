/** What a program says: rows, the ends of its pages, and facts about the search (docs/command-scrapers.md). */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { Fault, messageOf } from '../../core/errors.ts';
import type { SiteProgram } from '../../extraction/contract.ts';

export type RawRow = Readonly<Record<string, unknown>>;

/** Facts, in any order and from either stream. */
export interface ProgramFacts {
  /** The portal says that there are no results. */
  empty: boolean;
  /** Results the portal claims. */
  total: number | null;
  retryAfterMs: number | null;
  /** Listings of a detail task that are not there any more: id to reason. */
  readonly gone: Map<string, string>;
}

export interface PageEnd {
  readonly page: number;
  readonly next: string | null;
  readonly truncated: boolean;
}

export type ProgramEvent = { readonly kind: 'row'; readonly row: RawRow } | ({ readonly kind: 'page' } & PageEnd);

const LONGEST_LINE = 1024 * 1024;
const LONGEST_NEXT = 2083;

/** An object with these keys alone is no row: it speaks of the run. */
const control = z.strictObject({
  page: z.int().min(1).optional(),
  next: z.union([z.string().max(LONGEST_NEXT), z.number(), z.null()]).optional(),
  truncated: z.boolean().optional(),
  empty: z.literal(true).optional(),
  total: z.int().min(0).optional(),
  retry_after: z.number().min(0).max(86_400).optional(),
  gone: z.union([z.string(), z.number()]).optional(),
  reason: z.string().max(1000).optional(),
  progress: z.unknown().optional(),
});
const CONTROL_KEYS = new Set(Object.keys(control.shape));

export function noFacts(): ProgramFacts {
  return { empty: false, total: null, retryAfterMs: null, gone: new Map() };
}

/**
 * Rows and page ends, in order; facts go into `facts`.
 * @throws {Fault} E_PROGRAM_OUTPUT with the line that is not understood
 */
export async function* readOutput(
  output: AsyncIterable<Buffer>,
  { output: from, format }: Pick<SiteProgram, 'output' | 'format'>,
  facts: ProgramFacts,
): AsyncGenerator<ProgramEvent> {
  if (from === 'stdout' && format === 'csv') {
    yield* csvRows(Readable.from(output));
    return;
  }
  // Rows that go to a file leave standard output to people: what is no message of the contract there is a log line.
  let number = 0;
  for await (const line of linesOf(output)) {
    number += 1;
    const event = from === 'file' ? noteOf(line, facts) : lineOf(line, number, facts);
    if (event !== null) yield event;
  }
}

/** The rows of its file, after it ended well. @throws {Fault} E_PROGRAM_OUTPUT */
export async function* readFileRows(
  file: string,
  format: SiteProgram['format'],
  facts: ProgramFacts,
): AsyncGenerator<ProgramEvent> {
  const stream = createReadStream(file);
  try {
    if (format === 'csv') yield* csvRows(stream);
    else {
      let number = 0;
      for await (const line of linesOf(stream)) {
        number += 1;
        const event = lineOf(line, number, facts);
        if (event !== null) yield event;
      }
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw unreadable(`its file ${file} cannot be read: ${messageOf(error)}`, error);
  }
}

/** A line of standard error that belongs to the contract is heard; any other is for people. */
export function hearNote(line: string, facts: ProgramFacts): void {
  noteOf(line, facts);
}

function noteOf(line: string, facts: ProgramFacts): ProgramEvent | null {
  const text = line.trim();
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (isControl(value)) take(control.parse(value), facts);
  } catch {
    // Not meant for us.
  }
  return null;
}

function lineOf(line: string, number: number, facts: ProgramFacts): ProgramEvent | null {
  const text = line.trim();
  if (text === '') return null;
  const value = jsonOf(text, number);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadable(`line ${number} of its output is no JSON object: ${shortened(text)}`);
  if (!isControl(value)) return { kind: 'row', row: value as RawRow };
  const read = control.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw unreadable(`line ${number} of its output, ${shortened(text)}: ${issue?.path.join('.')} ${issue?.message}`);
  }
  return take(read.data, facts);
}

function isControl(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => CONTROL_KEYS.has(key));
}

function take(line: z.output<typeof control>, facts: ProgramFacts): ProgramEvent | null {
  if (line.empty === true) facts.empty = true;
  if (line.total !== undefined) facts.total = line.total;
  if (line.retry_after !== undefined) facts.retryAfterMs = line.retry_after * 1000;
  if (line.gone !== undefined) facts.gone.set(String(line.gone), line.reason ?? 'the program says so');
  if (line.page === undefined) return null;
  const next = line.next === undefined || line.next === null ? null : String(line.next);
  return { kind: 'page', page: line.page, next, truncated: line.truncated === true };
}

function jsonOf(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(
      `line ${number} of its output is no JSON: ${shortened(text)}`,
      cause,
      'Print log lines to standard error; standard output is for rows.',
    );
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw unreadable(`a line of its output is longer than ${LONGEST_LINE} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* csvRows(stream: Readable): AsyncGenerator<ProgramEvent> {
  const parser = stream.pipe(
    parse({ columns: true, bom: true, skip_empty_lines: true, trim: true, max_record_size: LONGEST_LINE }),
  );
  stream.on('error', (error) => parser.destroy(error));
  try {
    for await (const row of parser) yield { kind: 'row', row: row as RawRow };
  } catch (error) {
    throw unreadable(`its CSV cannot be read: ${messageOf(error)}`, error);
  }
}

function unreadable(message: string, cause?: unknown, cure?: string): Fault {
  return new Fault('E_PROGRAM_OUTPUT', message, { cause, cure });
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
