/** Where commands write to: how wide it is, and what happens when nobody reads any more. */
import { EXIT } from '../core/errors.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { useColours } from './paint.ts';

/** Columns of the terminal; a pipe or a file takes all. COLUMNS is for terminals that do not tell. */
export function outputWidth(): number {
  if (!process.stdout.isTTY) return Infinity;
  const told = process.stdout.columns || Number(process.env['COLUMNS']);
  return Number.isFinite(told) && told > 0 ? told : 80;
}

/** `… | head`: the reader has what it wanted, and that is no failure. */
export function prepareOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.ok);
      throw error;
    });
  useColours(process.stdout.isTTY, process.env, process.argv);
}

/** What a command answers a program with: one JSON value a line. It may be looked at in a terminal all the same (T26). */
export function printJson(value: unknown): void {
  console.log(terminalText(JSON.stringify(value)));
}
