import { ERRORS, EXIT, formatPlace, isFault, messageOf } from '../core/errors.ts';
import { languageOf } from '../wording/language.ts';
import { sentencesIn } from '../wording/sentences.ts';
import type { Tell } from '../wording/sentences.ts';
import { terminalLines, terminalText } from '../wording/terminal-text.ts';

/** Says on stderr what went wrong, where, and what to do, in the language of who reads it; returns the exit code. */
export async function reportFault(error: unknown, json: boolean): Promise<number> {
  const tell = await sentencesIn(languageOf(process.env));
  const code = isFault(error) ? error.code : 'E_INTERNAL';
  const place = isFault(error) ? formatPlace(error.place) : '';
  const message = tell(messageOf(error));
  const cure = tell(isFault(error) ? error.cure : ERRORS.E_INTERNAL.advice);
  if (json) {
    console.error(JSON.stringify({ error: { code, message, place, cure, issues: issuesOf(error, tell) } }));
  } else {
    // A sentence that names the place needs it no second time.
    console.error(`${code}: ${place === '' || message.includes(place) ? '' : `${place}: `}${terminalLines(message)}`);
    console.error(`  → ${terminalText(cure)}`);
    if (!isFault(error) && error instanceof Error && process.env['SCRAPING_DEBUG'] !== undefined)
      console.error(error.stack);
  }
  return isFault(error) ? error.entry.exit : EXIT.internal;
}

/** A file's faults come as a list (yaml/fault.ts); programs get each with its place. */
function issuesOf(error: unknown, tell: Tell): unknown {
  if (!(error instanceof Error && 'issues' in error && Array.isArray(error.issues))) return undefined;
  const issues: readonly { readonly message: string }[] = error.issues;
  return issues.map((issue) => ({ ...issue, message: tell(issue.message) }));
}
