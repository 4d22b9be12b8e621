/**
 * Which addresses may be asked at all (threats T1–T3): public ones on the web's two ports, and hosts a person named.
 *
 * Three nets, because each has a hole: the URL is read before anything is connected (a resolver hook is never called for
 * literal addresses), every address the resolver gives is checked (not only the first), and the address of the
 * connected socket is checked again (`connectors.ts`).
 */
import { BlockList, isIP, isIPv6 } from 'node:net';

/** IPv4 ranges that are not public (IANA special-purpose registry; facts: T1). */
export const BLOCKED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** IPv6 ranges that are not public, and those that carry an IPv4 address inside (NAT64, 6to4, Teredo, mapped). */
export const BLOCKED_IPV6 = [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;

const WEB_PORTS: readonly string[] = ['', '80', '443'];

type Family = 'ipv4' | 'ipv6';

function blockList(ranges: readonly string[], family: Family): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/** A list a family: in one list the mapped range `::ffff:0:0/96` would match every IPv4 address. */
let blocked: Readonly<Record<Family, BlockList>> | undefined;

/** Whether a literal address (no brackets, no zone) belongs to the public internet. Anything unreadable does not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  blocked ??= { ipv4: blockList(BLOCKED_IPV4, 'ipv4'), ipv6: blockList(BLOCKED_IPV6, 'ipv6') };
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  return !blocked[family].check(address, family);
}

/** Host name as it is compared: lower case (URL does it), no brackets, no final dot. */
export function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

export interface AddressGuard {
  /** Why this URL may not be asked, before anything is connected; null = it may. */
  refuseUrl(url: URL): string | null;
  /** Why `hostname` may not be reached at one of `addresses`; null = it may. One bad address refuses them all (T3). */
  refuseAddresses(hostname: string, addresses: readonly string[]): string | null;
}

/** @param allowedHosts names (or literal addresses) a person allowed: any address and any port of theirs. */
export function createGuard(allowedHosts: readonly string[]): AddressGuard {
  const allowed = new Set(allowedHosts.map(bareHost));
  return {
    refuseUrl: (url) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return `the scheme ${url.protocol} is not http or https`;
      const host = bareHost(url.hostname);
      if (allowed.has(host)) return null;
      if (!WEB_PORTS.includes(url.port)) return `port ${url.port} of ${host} is neither 80 nor 443`;
      const isLocal = host === 'localhost' || host.endsWith('.localhost');
      if (isLocal || (isIP(host) !== 0 && !isPublicAddress(host))) return `the address ${host} is not public`;
      return null;
    },
    refuseAddresses: (hostname, addresses) => {
      const host = bareHost(hostname);
      if (allowed.has(host)) return null;
      const bad = addresses.find((address) => !isPublicAddress(address));
      return bad === undefined ? null : `${host} leads to ${bad}, which is not a public address`;
    },
  };
}
