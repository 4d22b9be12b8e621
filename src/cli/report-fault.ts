import { ERRORS, EXIT, formatPlace, isFault, messageOf } from '../core/errors.ts';
import { adviceFor } from '../wording/advice.ts';
import { languageOf } from '../wording/language.ts';
import { terminalText } from '../wording/terminal-text.ts';

/** Says on stderr what went wrong, where, and what to do; returns the exit code. */
export function reportFault(error: unknown, json: boolean): number {
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  const place = isFault(error) ? formatPlace(error.place) : '';
  const cure = cureOf(error);
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

/** Its own cure as it was written; the usual one of its kind in the language of who reads it. */
function cureOf(error: unknown): string {
  const language = languageOf(process.env);
  if (!isFault(error)) return adviceFor('E_INTERNAL', language);
  return error.cure === ERRORS[error.code].advice ? adviceFor(error.code, language) : error.cure;
}

/** A file's faults come as a list (yaml/fault.ts); programs get each with its place. */
function issuesOf(error: unknown): unknown {
  return error instanceof Error && 'issues' in error ? error.issues : undefined;
}
