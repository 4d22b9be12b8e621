import { shorten, terminalText } from '../wording/terminal-text.ts';

/** Words of a portal may be long, and hold marks that turn the reading direction. */
const LONGEST = 200;

export function foreignText(text: string): string {
  return shorten(terminalText(text.replaceAll(/\s+/g, ' ').trim()), LONGEST);
}
