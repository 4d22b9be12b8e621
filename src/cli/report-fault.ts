import { ERRORS, EXIT, formatPlace, isFault, messageOf } from '../core/errors.ts';
import { terminalText } from '../wording/terminal-text.ts';

/** Says on stderr what went wrong, where, and what to do; returns the exit code. */
export function reportFault(error: unknown, json: boolean): number {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  const place = isFault(error) ? formatPlace(error.place) : '';
  const cure = isFault(error) ? error.cure : ERRORS.E_INTERNAL.advice;
  const issues = issuesOf(error);
  if (json) {
    console.error(JSON.stringify({ error: { code, message: messageOf(error), place, cure, issues } }));
  } else {
    console.error(
      `${code}: ${place === '' ? '' : `${place}: `}${terminalText(messageOf(error)).replaceAll('\\u000a', '\n')}`,
    );
    console.error(`  → ${cure}`);
    if (!isFault(error) && error instanceof Error && process.env['SCRAPING_DEBUG'] !== undefined)
      console.error(error.stack);
  }
  return isFault(error) ? error.entry.exit : EXIT.internal;
}

/** A file's faults come as a list (yaml/fault.ts); programs get each with its place. */
function issuesOf(error: unknown): unknown {
  return error instanceof Error && 'issues' in error ? error.issues : undefined;
}
