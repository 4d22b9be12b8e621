/** The one language that picks tasks, as options: the same words in every command, in the API and in the web. */
import type { Command } from 'commander';
import { Fault } from '../core/errors.ts';
import { TASK_STATUSES } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';
import type { Selector } from '../monitoring/selector.ts';
import { meantWord } from '../monitoring/did-you-mean.ts';
import type { Words } from '../wording/language.ts';
import { cliLanguage, list } from './command-line.ts';

type Word = 'batch' | 'site' | 'city' | 'operation' | 'product' | 'phase' | 'status' | 'verdict' | 'error' | 'text';

const WORDS: Words<Word> = {
  en: {
    batch: 'a batch such as Nov26_01, or last (the default)',
    site: 'only these sites, such as Inm24,Lam',
    city: 'only these cities, such as Gdl,Zap',
    operation: 'only these operations: Ven, Ren, Ven-d, Ven-r',
    product: 'only these products, such as Dep,Cas',
    phase: 'main or detail',
    status: 'only tasks that stand so',
    verdict: 'only tasks that ended so',
    error: 'only this error, such as E_BLOCKED',
    text: 'words in the address or the error message',
  },
  es: {
    batch: 'un lote como Nov26_01, o last (el último; así si no se dice)',
    site: 'solo estos sitios, como Inm24,Lam',
    city: 'solo estas ciudades, como Gdl,Zap',
    operation: 'solo estas operaciones: Ven, Ren, Ven-d, Ven-r',
    product: 'solo estos productos, como Dep,Cas',
    phase: 'main (listas) o detail (detalles)',
    status: 'solo tareas en este estado',
    verdict: 'solo tareas que terminaron así',
    error: 'solo este error, como E_BLOCKED',
    text: 'palabras en la dirección o en el mensaje de error, que se guarda en inglés',
  },
};

export interface SelectorOptions {
  readonly batch?: string;
  readonly site?: readonly string[];
  readonly city?: readonly string[];
  readonly operation?: readonly string[];
  readonly product?: readonly string[];
  readonly phase?: readonly string[];
  readonly status?: readonly string[];
  readonly verdict?: readonly string[];
  readonly error?: readonly string[];
  readonly text?: string;
}

const PHASES = ['main', 'detail'] as const;

export function catalogueOptions(made: Command): Command {
  const words = WORDS[cliLanguage()];
  return made
    .option('--site <codes>', words.site, list)
    .option('--city <codes>', words.city, list)
    .option('--operation <codes>', words.operation, list)
    .option('--product <codes>', words.product, list);
}

export function selectorOptions(made: Command): Command {
  const words = WORDS[cliLanguage()];
  return catalogueOptions(made.option('-b, --batch <id>', words.batch))
    .option('--phase <words>', words.phase, list)
    .option('--status <words>', `${words.status}: ${TASK_STATUSES.join(', ')}`, list)
    .option('--verdict <words>', `${words.verdict}: ${VERDICTS.join(', ')}`, list)
    .option('--error <codes>', words.error, list)
    .option('--text <words>', words.text);
}

/** @throws {Fault} E_USAGE for a word that is none, with the one that was probably meant */
export function selectorOf(options: SelectorOptions): Selector {
  const { batch, site, city, operation, product, text } = options;
  const lists = { site, city, operation, product };
  return {
    ...(batch === undefined ? {} : { batch }),
    ...Object.fromEntries(
      Object.entries(lists).flatMap(([key, codes]) => (codes === undefined ? [] : [[key, [...codes]]])),
    ),
    ...(options.phase === undefined ? {} : { phase: oneOf(PHASES, options.phase, '--phase') }),
    ...(options.status === undefined ? {} : { status: oneOf(TASK_STATUSES, options.status, '--status') }),
    ...(options.verdict === undefined ? {} : { verdict: oneOf(VERDICTS, options.verdict, '--verdict') }),
    ...(options.error === undefined ? {} : { error: options.error.map((code) => code.toUpperCase()) }),
    ...(text === undefined ? {} : { text }),
  };
}

/** @throws {Fault} E_USAGE that names the word, the one that was probably meant, and the allowed ones */
export function oneOf<Word extends string>(allowed: readonly Word[], given: readonly string[], option: string): Word[] {
  return given.map((word) => chosen(allowed, word, option));
}

export function chosen<Word extends string>(allowed: readonly Word[], given: string, option: string): Word {
  const found = allowed.find((one) => one.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  const meant = meantWord(given, allowed);
  throw new Fault('E_USAGE', `${option} ${JSON.stringify(given)} is none of ${allowed.join(', ')}`, {
    cure: meant === null ? undefined : `Did you mean ${meant}?`,
  });
}
