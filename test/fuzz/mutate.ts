/** Inputs for fuzzing: a known one, changed in a few places. The same parser and number always give the same input. */
import { seededRandom } from '../../src/core/clock.ts';

/** Texts that parsers stumble over, whatever they parse. */
const PIECES = [
  '',
  '\u0000',
  '\ufeff',
  '\u202e',
  '\ud800',
  '\r\n',
  '\n\n',
  '\t',
  '"',
  '""',
  "'",
  '\\',
  '%',
  '%00',
  '%E0%A4%A',
  '&#x0;',
  '&#xD800;',
  '&amp;',
  '<',
  '</',
  '<!--',
  '-->',
  ']]>',
  '<script>',
  '</script>',
  '<p',
  '>',
  '=',
  '{',
  '}',
  '[',
  ']',
  '[]',
  '{}',
  '$',
  '$$',
  '-',
  '--',
  '---',
  ': ',
  ':',
  '*a',
  '&a',
  '!!js/function',
  '<<: *a',
  '__proto__',
  '{"__proto__":{"polluted":1}}',
  'constructor',
  '../',
  '..%2f',
  'file:///etc/passwd',
  'javascript:',
  'http://[',
  '0',
  '-1',
  '1e999',
  '9'.repeat(40),
  '1,'.repeat(30),
  ' '.repeat(200),
  'a'.repeat(300),
  '(',
  '((((((((',
  '.*',
  '\u00a0',
  'á',
  'ñ',
  '½',
  'm²',
  'MXN',
  'GMT',
  'Disallow:',
  'User-agent: *',
  'utf-16',
  'charset=',
] as const;
/** Inputs grow by repetition: what takes the square of its length to read is found at this size. */
const MOST_REPEATS = 2_000;
/** A parser may say less: where 100,000 inputs must not take a night. */
const LONGEST = 65_536;

export interface Chance {
  below(limit: number): number;
}

export function chanceOf(parser: string, number: number): Chance {
  let seed = number + 1;
  for (const letter of parser) seed = (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0;
  const random = seededRandom(seed);
  return { below: (limit) => Math.floor(random.next() * limit) };
}

export function mutate(seed: Buffer, chance: Chance, longest = LONGEST): Buffer {
  let input = seed.subarray(0, longest);
  for (let change = chance.below(6); change >= 0; change -= 1) input = changeOnce(input, chance).subarray(0, longest);
  return input;
}

function changeOnce(input: Buffer, chance: Chance): Buffer {
  const at = chance.below(input.length + 1);
  const end = Math.min(at + chance.below(64), input.length);
  const piece = Buffer.from(PIECES[chance.below(PIECES.length)] ?? '');
  switch (chance.below(7)) {
    case 0:
      return Buffer.concat([input.subarray(0, at), piece, input.subarray(at)]);
    case 1:
      return Buffer.concat([input.subarray(0, at), input.subarray(end)]);
    case 2:
      return Buffer.concat([input.subarray(0, end), input.subarray(at)]);
    case 3: {
      const repeated = Buffer.concat(Array.from({ length: chance.below(MOST_REPEATS) }, () => piece));
      return Buffer.concat([input.subarray(0, at), repeated, input.subarray(at)]);
    }
    case 4: {
      const changed = Buffer.from(input);
      if (at < changed.length) changed[at] = chance.below(256);
      return changed;
    }
    case 5:
      return input.subarray(0, at);
    default: {
      const own = input.subarray(at, end);
      const repeated = Buffer.concat(Array.from({ length: chance.below(MOST_REPEATS) }, () => own));
      return Buffer.concat([input.subarray(0, at), repeated, input.subarray(at)]);
    }
  }
}
