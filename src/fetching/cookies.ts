/**
 * Cookies in memory, a jar a site (threat T30: nothing of one site is ever shown to another). The library is loaded
 * with the first cookie: most portals' pages come without any.
 */
import type { CookieJar } from 'tough-cookie';

export interface CookieShelf {
  /** Value of the `cookie` header; undefined when there is none to send. */
  headerFor(site: string, url: string): string | undefined;
  keep(site: string, url: string, setCookie: string | readonly string[] | undefined): Promise<void>;
}

export function createCookieShelf(): CookieShelf {
  const jars = new Map<string, CookieJar>();
  return {
    headerFor: (site, url) => jars.get(site)?.getCookieStringSync(url) || undefined,
    keep: async (site, url, setCookie) => {
      const cookies = typeof setCookie === 'string' ? [setCookie] : (setCookie ?? []);
      if (cookies.length === 0) return;
      const { CookieJar } = await import('tough-cookie');
      const jar = jars.get(site) ?? new CookieJar();
      jars.set(site, jar);
      // A cookie the jar refuses (foreign domain, public suffix, malformed) is simply not kept, as a browser would do.
      for (const cookie of cookies) jar.setCookieSync(cookie, url, { ignoreError: true });
    },
  };
}
