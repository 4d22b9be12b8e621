/** The two languages of all that people read, and how the one to use is chosen. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One table a topic: the same keys in both languages, so that no word is missing in one. */
export type Words<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** By precedence: our own variable, then what POSIX asks programs to read; an empty one does not count. */
const VARIABLES = ['SCRAPING_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/** Spanish for `es`, `es_MX.UTF-8`, `spanish` …; English for all else. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const wanted = VARIABLES.map((name) => environment[name] ?? '').find((value) => value !== '') ?? '';
  return /^(es|spa)/i.test(wanted) ? 'es' : 'en';
}

/** The best of both for a browser's `Accept-Language`: the first of them it names with the highest weight. */
export function languageAccepted(header: string | undefined, otherwise: Language = 'en'): Language {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((wish) => {
      const [name = '', ...parameters] = wish.trim().toLowerCase().split(';');
      const weight = parameters.map((one) => /^\s*q=([0-9.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return {
        language: LANGUAGES.find((one) => name === one || name.startsWith(`${one}-`)),
        weight: Number(weight ?? 1),
      };
    })
    .filter((wish) => wish.language !== undefined && wish.weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  return wishes[0]?.language ?? otherwise;
}
