/** What `scraping-orchestrator reparse` says. */
import type { Language } from '../wording/language.ts';

export const REPARSE_WORDS = {
  en: {
    summary:
      'Read the kept pages of a batch again with the definition as it is now, without asking the portal, and put the result in place of what was published.',
    site: 'the site, such as Inm24',
    batch: 'the batch, such as Nov26_01',
    dryRun: 'change nothing: only show what would change',
    head: (pages: string, tasks: string, definition: string): string =>
      `${pages} kept pages of ${tasks} tasks, read with definition ${definition}`,
    readable: (cured: string, unreadable: string): string =>
      `${cured} pages can be read that could not be before; ${unreadable} still cannot`,
    wouldChange: (tasks: string): string => `${tasks} tasks would change. Nothing was written (--dry-run).`,
    written: (files: string, left: string): string =>
      `${files} files were made anew; ${left} tasks with changes were left as they are.`,
    nothing: 'nothing was published of it',
    rows: (before: string, after: string, added: string, removed: string): string =>
      `${before} rows → ${after}: ${added} new, ${removed} gone`,
    left: 'left as it is',
    example: (rows: number, listing: string): string => `${rows} rows, such as ${listing}`,
    more: (fields: number): string => `and ${fields} more fields`,
  },
  es: {
    summary:
      'Lee otra vez las páginas guardadas de un lote con la definición actual, sin preguntar al portal, y pone el resultado en lugar de lo publicado.',
    site: 'el sitio, como Inm24',
    batch: 'el lote, como Nov26_01',
    dryRun: 'no cambia nada: solo muestra qué cambiaría',
    head: (pages: string, tasks: string, definition: string): string =>
      `${pages} páginas guardadas de ${tasks} tareas, leídas con la definición ${definition}`,
    readable: (cured: string, unreadable: string): string =>
      `ya se pueden leer ${cured} páginas que antes no; ${unreadable} todavía no`,
    wouldChange: (tasks: string): string => `Cambiarían ${tasks} tareas. No se escribió nada (--dry-run).`,
    written: (files: string, left: string): string =>
      `Se rehicieron ${files} archivos; ${left} tareas con cambios quedaron como están.`,
    nothing: 'no se había publicado nada de ella',
    rows: (before: string, after: string, added: string, removed: string): string =>
      `${before} filas → ${after}: ${added} nuevas, ${removed} menos`,
    left: 'queda como está',
    example: (rows: number, listing: string): string => `${rows} filas, como ${listing}`,
    more: (fields: number): string => `y ${fields} campos más`,
  },
} as const;

export type ReparseWords = (typeof REPARSE_WORDS)[Language];
