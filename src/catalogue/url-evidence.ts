/** What a search URL says of its city, operation and product: to find rows whose label says something else. */
import type { CodeEntry, CodeTable, Codes } from './codes.ts';

export interface UrlEvidence {
  readonly cities: ReadonlySet<string>;
  readonly operations: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
}

/** Reads the path of a URL that belongs to `site`. An empty set means that the URL does not say. */
export type UrlReader = (url: URL, site: string) => UrlEvidence;

export function urlReader(codes: Codes): UrlReader {
  const cities = slugFinder(codes.cities);
  const products = slugFinder(codes.products);
  const operations = slugFinder(codes.operations);
  return (url, site) => {
    const prefix = codes.sites.entries.get(site)?.pathPrefix ?? '';
    const path = pathOf(url);
    const said = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    // In this order, each taking its words away: `venta-al-por-menor` is a product and says nothing of the operation.
    const city = cities(said);
    const product = products(city.rest);
    return { cities: city.found, products: product.found, operations: operations(product.rest).found };
  };
}

function pathOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname).toLowerCase();
  } catch {
    // A stray % is no reason to refuse a URL that the portal may well understand.
    return url.pathname.toLowerCase();
  }
}

interface Finding {
  readonly found: ReadonlySet<string>;
  /** The path without what was found. */
  readonly rest: string;
}

function slugFinder(table: CodeTable): (path: string) => Finding {
  const codeOf = new Map(
    [...table.entries.values()].flatMap(({ code, slugs }) => slugs.map((slug): [string, string] => [slug, code])),
  );
  // The longest first: `casas-en-condominio` is not `casas`.
  const slugs = [...codeOf.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![a-z0-9])(?:${slugs.join('|')})(?![a-z0-9])`, 'g');
  return (path) => {
    if (slugs.length === 0) return { found: new Set(), rest: path };
    const found = new Set<string>();
    const rest = path.replaceAll(pattern, (slug) => {
      const code = codeOf.get(slug);
      if (code !== undefined) found.add(code);
      return ' ';
    });
    return { found, rest };
  };
}

/**
 * Whether an operation agrees with what the URL says: it is named there, or the wider one is of which it is a special
 * case (`Ven-d` within `Ven`), and no narrower one speaks against it.
 */
export function operationAgrees(operation: string, said: ReadonlySet<string>, table: CodeTable): boolean {
  if (said.size === 0 || !table.entries.has(operation)) return true;
  const entryOf = (code: string): CodeEntry | undefined => table.entries.get(code);
  const narrower = [...said].some((code) => entryOf(code)?.within === operation);
  if (narrower) return false;
  const wider = entryOf(operation)?.within ?? null;
  return said.has(operation) || (wider !== null && said.has(wider));
}
