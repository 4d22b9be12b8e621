/** Where the reader is: `#/tasks?site=Inm24&status=failed`. Behind `#`, so that any base path of a proxy works. */

export type Query = Readonly<Record<string, string>>;

export interface Route {
  /** `['tasks', '1204']`; empty = the first page. */
  readonly path: readonly string[];
  readonly query: Query;
}

export function parseHash(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  return {
    path: path.split('/').filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** A broken escape in a pasted link is shown as it came, it does not blank the page. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `undefined` and empty values are left out: the shortest link that says the same. */
export function hrefOf(
  path: readonly (string | number)[],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = Object.entries(query)
    .filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
  return `#/${path.map((part) => encodeURIComponent(part)).join('/')}${search === '' ? '' : `?${search}`}`;
}
