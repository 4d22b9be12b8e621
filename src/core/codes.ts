import { Fault } from './errors.ts';

/** Codes are open (SPEC §1): any is welcome that is safe in a path and a file name. */
export const CODE_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** A file name is made of five codes and must stay under 255 bytes on any file system. */
export const LONGEST_CODE = 40;

export function isCode(text: string): boolean {
  return text.length <= LONGEST_CODE && CODE_PATTERN.test(text);
}

/** @throws {Fault} E_CODE when `text` could leave the tree or is no code at all. */
export function assertCode(what: string, text: string): string {
  if (!isCode(text)) throw new Fault('E_CODE', `${what} ${JSON.stringify(text)} is not a code`);
  return text;
}

/** A scraper is what runs for a site in a phase: `inm24` (main), `inm24_det` (detail). */
export type Phase = 'main' | 'detail';

export function scraperName(site: string, phase: Phase): string {
  return phase === 'main' ? site.toLowerCase() : `${site.toLowerCase()}_det`;
}

export function phaseOf(scraper: string): Phase {
  return scraper.endsWith('_det') ? 'detail' : 'main';
}
