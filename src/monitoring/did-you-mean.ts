import { nearest } from '../yaml/nearest.ts';

/** The known word that was probably meant by a misspelt one; null when none is near. */
export function meantWord(word: string, known: readonly string[]): string | null {
  return nearest(word, known);
}
