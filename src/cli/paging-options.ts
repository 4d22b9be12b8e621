/** Long lists come in pages: how many, and from where on. */
import type { Command } from 'commander';
import type { PageOf, Paging } from '../monitoring/selector.ts';
import type { Language, Words } from '../wording/language.ts';
import { showCount } from '../wording/show-time.ts';
import { cliLanguage } from './command-line.ts';
import { paint } from './paint.ts';
import { wholeNumber } from './whole-number.ts';

const WORDS: Words<'limit' | 'cursor' | 'shown' | 'of' | 'goOn'> = {
  en: {
    limit: 'how many (at most 1000)',
    cursor: 'go on where a list ended: it says with which word',
    shown: 'shown',
    of: 'of',
    goOn: 'go on with',
  },
  es: {
    limit: 'cuántos (1000 como máximo)',
    cursor: 'continúa donde terminó una lista: ella dice con qué palabra',
    shown: 'mostrados',
    of: 'de',
    goOn: 'continúe con',
  },
};

export interface PagingOptions {
  readonly limit: string;
  readonly cursor?: string;
}

export function pagingOptions(made: Command, limit: string): Command {
  const words = WORDS[cliLanguage()];
  return made.option('-n, --limit <n>', words.limit, limit).option('--cursor <word>', words.cursor);
}

/** @throws {Fault} E_USAGE */
export function pagingOf({ limit, cursor }: PagingOptions): Paging {
  return { limit: wholeNumber(limit, '--limit', 1, 1000), ...(cursor === undefined ? {} : { cursor }) };
}

/** On stderr: what is piped on is the list alone. */
export function moreHint<Item>({ items, next, total }: PageOf<Item>, language: Language): void {
  if (next === null) return;
  const words = WORDS[language];
  const all = total === null ? '' : ` ${words.of} ${showCount(total)}`;
  console.error(paint(`… ${showCount(items.length)}${all} ${words.shown}; ${words.goOn} --cursor ${next}`, 'dim'));
}
