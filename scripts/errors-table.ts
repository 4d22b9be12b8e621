/** Writes the tables of docs/errors.md and docs/errores.md from the catalogue in core/errors.ts; a test compares them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '../src/core/errors.ts';
import type { ErrorCode } from '../src/core/errors.ts';
import { adviceFor } from '../src/wording/advice.ts';
import type { Language } from '../src/wording/language.ts';

export const ERRORS_DOCS: Readonly<Record<Language, string>> = {
  en: fileURLToPath(new URL('../docs/errors.md', import.meta.url)),
  es: fileURLToPath(new URL('../docs/errores.md', import.meta.url)),
};
const BEGIN = '<!-- table of core/errors.ts: npm run docs -->';
const END = '<!-- end -->';
const HEADS: Readonly<Record<Language, string>> = {
  en: '| code | class | verdict | exit | what to do |',
  es: '| código | clase | veredicto | salida | qué hacer |',
};

export function errorsTable(language: Language): string {
  const rows = Object.entries(ERRORS).map(
    ([code, entry]) =>
      `| \`${code}\` | ${entry.class} | ${entry.verdict ?? ''} | ${entry.exit} | ${adviceFor(code as ErrorCode, language)} |`,
  );
  return [HEADS[language], '|---|---|---|---|---|', ...rows].join('\n');
}

export function withTable(text: string, language: Language): string {
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  return `${text.slice(0, begin)}\n${errorsTable(language)}\n${text.slice(text.indexOf(END))}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const language of ['en', 'es'] as const) {
    const file = ERRORS_DOCS[language];
    writeFileSync(file, withTable(readFileSync(file, 'utf8'), language));
  }
