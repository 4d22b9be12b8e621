/**
 * Sentences of the program, in Spanish. They are written once, in English, where the thing happens, and so they are
 * logged and stored; whoever shows them to a person has them told here. The English sentence itself is the key of its
 * Spanish one, with names in the place of its facts. A test reads the sources and holds the phrases to be complete.
 */
import { PHRASES } from './spanish/phrases.ts';

interface Phrase {
  /** What stands before, between and behind the facts. */
  readonly fixed: readonly string[];
  readonly names: readonly string[];
  readonly spanish: string;
  /** Letters that must fit: of two phrases that fit, the one that says more is meant. */
  readonly weight: number;
}

/** Between what happened and what to do; no sentence reaches over it. */
const CURE = ' → ';
const FACT = /\{(\w+)\}/g;
/** A message holds sentences that hold sentences; what is deeper is somebody else's text. */
const DEEPEST = 12;
/** Longer lines are what others wrote: the output of a program, a page. */
const LONGEST_LINE = 4000;

/** Sentences without facts are found by themselves, and before all others. */
const whole = new Map(Object.entries(PHRASES).filter(([english]) => !english.includes('{')));
const phrases: readonly Phrase[] = Object.entries(PHRASES)
  .filter(([english]) => english.includes('{'))
  .map(([english, spanish]): Phrase => {
    const fixed = english.split(FACT).filter((_, index) => index % 2 === 0);
    return {
      fixed,
      names: [...english.matchAll(FACT)].map((match) => match[1] ?? ''),
      spanish,
      weight: fixed.join('').length,
    };
  })
  .toSorted((one, other) => other.weight - one.weight);

/** The Spanish of a sentence of ours; what is not known stays as it is. */
export function inSpanish(text: string): string {
  return whole.get(text) ?? text.split('\n').map(tellLine).join('\n');
}

function tellLine(line: string): string {
  if (line.length > LONGEST_LINE) return line;
  const words = line.trim();
  if (words === '') return line;
  const begin = line.indexOf(words);
  const told = words
    .split(CURE)
    .map((part) => tell(part, 0))
    .join(CURE);
  return line.slice(0, begin) + told + line.slice(begin + words.length);
}

function tell(text: string, depth: number): string {
  // A single word is a name: a key, a code, a value; `unknown key; did you mean user?` must not name another one.
  if (depth > DEEPEST || !/[a-z]/i.test(text) || !text.includes(' ')) return text;
  const known = whole.get(text);
  if (known !== undefined) return known;
  for (const phrase of phrases) {
    const facts = factsOf(phrase, text);
    if (facts !== null)
      return phrase.spanish.replaceAll(FACT, (_, name: string) =>
        tell(facts[phrase.names.indexOf(name)] ?? '', depth + 1),
      );
  }
  return tellParts(text, depth + 1);
}

/** What stands in the places of the facts; null when the phrase does not fit. */
function factsOf({ fixed }: Phrase, text: string): readonly string[] | null {
  const [first = '', ...rest] = fixed;
  const last = rest.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const end = text.length - last.length;
  const facts: string[] = [];
  let here = first.length;
  for (const mark of rest.slice(0, -1)) {
    const next = text.indexOf(mark, here);
    if (next === -1) return null;
    facts.push(text.slice(here, next));
    here = next + mark.length;
  }
  if (here > end) return null;
  return [...facts, text.slice(here, end)];
}

/** `place: what happened; what was meant`: sentences that others put together. */
const JOINTS = ['; ', ': ', '. '] as const;

/** The address that a sentence is about stands behind it: `status 503: the portal has trouble [https://…]`; a list is none. */
const ADDRESS = / \[https?:[^\]]+\]$/;

function tellParts(text: string, depth: number): string {
  const address = ADDRESS.exec(text);
  if (address !== null) return tell(text.slice(0, address.index), depth) + address[0];
  const [first] = JOINTS.map((joint) => ({ joint, at: text.indexOf(joint) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at);
  if (first === undefined) return text;
  const { joint, at } = first;
  return tell(text.slice(0, at), depth) + joint + tell(text.slice(at + joint.length), depth);
}
