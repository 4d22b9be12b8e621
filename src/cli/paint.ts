/** Colours, where there is a terminal that wants them: never in a pipe, never with NO_COLOR or --no-color. */
export type Paint = 'plain' | 'bold' | 'dim' | 'good' | 'warn' | 'bad' | 'accent';

const CODES: Readonly<Record<Exclude<Paint, 'plain'>, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  warn: [33, 39],
  bad: [31, 39],
  accent: [36, 39],
};

let colours = false;

/** @param isTerminal whether what is written to is one */
export function useColours(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
): void {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || words.includes('--no-color');
  const forced = !['', '0', undefined].includes(environment['FORCE_COLOR']);
  colours = !refused && (forced || (isTerminal && environment['TERM'] !== 'dumb'));
}

export function paint(text: string, how: Paint): string {
  if (!colours || how === 'plain' || text === '') return text;
  const [on, off] = CODES[how];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
