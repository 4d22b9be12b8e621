/** How what the program says of itself is told in a language. The Spanish is large, and loaded by whoever needs it. */
import type { Language } from './language.ts';

export type Tell = (sentence: string) => string;

/** English is what the program is written in. */
export async function sentencesIn(language: Language): Promise<Tell> {
  if (language === 'en') return (sentence) => sentence;
  const { inSpanish } = await import('./in-spanish.ts');
  return inSpanish;
}
