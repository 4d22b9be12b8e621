/** Where a redirect leads, or why it is not followed (fault F56, threats T2 and T30). */
import { FetchTrouble } from './fetch-trouble.ts';
import { bareHost } from './guard.ts';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Longest address we ask (threat T27; also what old servers accept). */
export const LONGEST_URL = 2_083;
/** Headers that belong to one origin and never follow to another. */
const CREDENTIALS: readonly string[] = ['authorization', 'cookie', 'proxy-authorization'];

export function isRedirect(status: number): boolean {
  return REDIRECTS.includes(status);
}

function isOwn(host: string, own: string): boolean {
  const bare = (name: string): string => name.replace(/^www\./, '');
  return bare(host) === bare(own);
}

/** Whether a redirect of a site at `own` may lead to `host`. A name that is allowed allows its subdomains. */
export function mayLeadTo(host: string, own: string, allowedHosts: readonly string[]): boolean {
  return (
    isOwn(host, own) ||
    allowedHosts.some((allowed) => host === bareHost(allowed) || host.endsWith(`.${bareHost(allowed)}`))
  );
}

/**
 * The next address, without credentials and fragment.
 *
 * @throws {FetchTrouble} E_REDIRECT
 */
export function redirectTarget(from: URL, status: number, location: string | undefined): URL {
  if (location === undefined || location.trim() === '') {
    throw new FetchTrouble('E_REDIRECT', `status ${status} without a Location`);
  }
  if (!URL.canParse(location, from.href)) {
    throw new FetchTrouble(
      'E_REDIRECT',
      `status ${status} leads to ${JSON.stringify(location.slice(0, 120))}, which is no address`,
    );
  }
  const target = new URL(location, from);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new FetchTrouble('E_REDIRECT', `status ${status} leads to a ${target.protocol} address`);
  }
  target.username = '';
  target.password = '';
  target.hash = '';
  if (target.href.length > LONGEST_URL) {
    throw new FetchTrouble('E_REDIRECT', `status ${status} leads to an address of ${target.href.length} characters`);
  }
  return target;
}

/** Headers of the request for the next hop: another origin (scheme and port count) gets no credentials. */
export function headersForHop(
  headers: Readonly<Record<string, string>>,
  from: URL,
  to: URL,
): Readonly<Record<string, string>> {
  if (from.origin === to.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.includes(name.toLowerCase())));
}
