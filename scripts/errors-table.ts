/** Writes the table of docs/errors.md from the catalogue in core/errors.ts; a test compares them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '../src/core/errors.ts';

export const ERRORS_DOC = fileURLToPath(new URL('../docs/errors.md', import.meta.url));
const BEGIN = '<!-- table of core/errors.ts: npm run docs -->';
const END = '<!-- end -->';

export function errorsTable(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, entry]) => `| \`${code}\` | ${entry.class} | ${entry.verdict ?? ''} | ${entry.exit} | ${entry.advice} |`,
  );
  return ['| code | class | verdict | exit | what to do |', '|---|---|---|---|---|', ...rows].join('\n');
}

export function withTable(text: string): string {
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  return `${text.slice(0, begin)}\n${errorsTable()}\n${text.slice(text.indexOf(END))}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(ERRORS_DOC, withTable(readFileSync(ERRORS_DOC, 'utf8')));
