/** Where a Chromium is: what the configuration names, else the usual names in PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { FetchTrouble } from './fetch-trouble.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @throws {FetchTrouble} E_NO_BROWSER */
export function findBrowser(named: string | null, path = process.env['PATH'] ?? ''): string {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = named === null ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name))) : [named];
  const found = candidates.find(mayRun);
  if (found !== undefined) return found;
  const where = named === null ? `none of ${NAMES.join(', ')} is in PATH` : `browser.program ${named} cannot be run`;
  throw new FetchTrouble('E_NO_BROWSER', `this site's pages need a browser, and ${where}`);
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
