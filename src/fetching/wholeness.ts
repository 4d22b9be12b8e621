/**
 * Whether a page that arrived without an error is surely not whole (fault F48). A missing `</html>` alone proves
 * nothing: HTML allows it. It proves much when the transport could not know the end, or lied about it.
 */
import { setImmediate } from 'node:timers/promises';
import type { RawAnswer } from './exchange.ts';

/** A parser error right behind the body surfaces with the socket's close, a few turns of the loop later. */
const TURNS_TO_SURFACE = 3;

function isUnclosedDocument(text: string): boolean {
  // From the end, where it nearly always stands: a search from the start would read the whole page.
  if (text.lastIndexOf('</html') >= 0 || /<\/html/i.test(text.slice(-1_024))) return false;
  return /<!doctype html|<html\b/i.test(text.slice(0, 2_048)) && !/<\/html/i.test(text);
}

/**
 * Why the page is surely cut short; null when nothing proves it.
 *
 * @param breached whether the server sent more bytes than it had announced
 */
export async function cutShort(text: string, answer: RawAnswer, breached: () => boolean): Promise<string | null> {
  if (!isUnclosedDocument(text)) return null;
  if (answer.endedByClose)
    return `the connection ended after ${answer.body.byteLength} bytes, without an announced length and before </html>`;
  for (let turn = 0; turn < TURNS_TO_SURFACE; turn++) {
    if (breached()) return `the announced ${answer.body.byteLength} bytes end before </html>, and more bytes followed`;
    await setImmediate();
  }
  return null;
}
