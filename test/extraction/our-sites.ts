/** The project's own definitions, and a page as a worker would hand it over. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileSite } from '../../src/extraction/compile.ts';
import type { Extraction, PageInput, Site } from '../../src/extraction/contract.ts';
import type { Row } from '../../src/core/listing.ts';

export const OUR_SITES = fileURLToPath(new URL('../../sites/', import.meta.url));
export const CODES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'] as const;
export const DAY = '2026-11-22';

export function ourSite(code: string): Site {
  const file = `sites/${code.toLowerCase()}.yaml`;
  return compileSite({ file, text: readFileSync(`${OUR_SITES}${code.toLowerCase()}.yaml`, 'utf8') });
}

export function pageOf(url: string, text: string, more: Partial<PageInput> = {}): PageInput {
  return { url, requestedUrl: url, startUrl: url, text, page: 1, fetchedOn: DAY, ...more };
}

/** The rows of a page that has some; the message shows what it was taken for instead. */
export function rowsOf(extraction: Extraction): readonly Row[] {
  if (extraction.kind !== 'content') throw new Error(`taken for ${JSON.stringify(extraction)}`);
  return extraction.rows;
}

/** A page around some body, as heavy in confusion as real ones. */
export function html(body: string, head = ''): string {
  return `<!DOCTYPE html><html lang="es"><head><title>x</title><script>var a="<div class='js-snippet normal'>{";</script>${head}</head><body>${body}</body></html>`;
}
