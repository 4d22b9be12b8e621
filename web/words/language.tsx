/** The reader's language: the browser's, until chosen otherwise; and everything that follows from it. */
import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { recall, remember } from '../data/remembered.ts';
import { speak } from '../data/request.ts';
import { ENGLISH } from './english.ts';
import { formatOf } from './format.ts';
import type { Format } from './format.ts';
import { SPANISH } from './spanish.ts';

export type Language = 'en' | 'es';
export type Words = typeof ENGLISH;

interface Tongue {
  readonly language: Language;
  readonly words: Words;
  readonly choose: (language: Language) => void;
}

const TongueContext = createContext<Tongue | null>(null);

function firstLanguage(): Language {
  const chosen = recall('language');
  if (chosen === 'en' || chosen === 'es') return chosen;
  const wish = navigator.languages.find((name) => /^(en|es)\b/i.test(name));
  return wish?.toLowerCase().startsWith('es') === true ? 'es' : 'en';
}

export function Tongued({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(firstLanguage);
  // Before the children ask anything.
  speak(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const tongue = useMemo(
    () => ({
      language,
      words: language === 'es' ? SPANISH : ENGLISH,
      choose: (wanted: Language) => {
        remember('language', wanted);
        setLanguage(wanted);
      },
    }),
    [language],
  );
  return <TongueContext value={tongue}>{children}</TongueContext>;
}

function useTongue(): Tongue {
  const tongue = use(TongueContext);
  if (tongue === null) throw new Error('no <Tongued> above');
  return tongue;
}

export const useLanguage = (): Language => useTongue().language;
export const useChooseLanguage = (): ((language: Language) => void) => useTongue().choose;
export const useWords = (): Words => useTongue().words;

const ZoneContext = createContext<string | undefined>(undefined);

/** Times are shown in the zone of the service, wherever the reader sits. */
export function Zoned({
  zone,
  children,
}: {
  readonly zone: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}

export function useFormat(): Format {
  const language = useLanguage();
  const zone = use(ZoneContext);
  return formatOf(language, zone);
}
