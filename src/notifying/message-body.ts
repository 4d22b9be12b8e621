/** What a message is before it is laid out, and how foreign words get into one. */
import type { Language } from '../wording/language.ts';
import type { Tell } from '../wording/sentences.ts';
import { terminalText } from '../wording/terminal-text.ts';
import type { Html } from '../wording/html.ts';

export interface ComposeSettings {
  readonly language: Language;
  /** How what the program wrote down is told in it. */
  readonly tell: Tell;
  readonly timeZone: string;
  /** Of this machine, for people with several. */
  readonly host: string;
  /** Address of the web dashboard; null = it is not told. */
  readonly dashboard: string | null;
}

/** A message before it is laid out: lines of text, and the same as HTML. */
export interface Body {
  readonly subject: string;
  readonly at: number;
  readonly text: readonly string[];
  readonly html: Html;
}

/** A page of the web may be long, and its words go into mails of people. */
const LONGEST = 300;

export function cleaned(text: string): string {
  const flat = terminalText(text).replaceAll(/\s+/g, ' ').trim();
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}
