/** The API and the web dashboard: where they listen, whom they answer, how much they take. */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { duration, option, section } from './option.ts';

/** A name or an address, without port: what stands in `Host`. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]+\])$/i;

const hostName = z.string().max(253).regex(HOST, 'expected a host name without port, such as scraping.empresa.com');

const listenAddress = z.string().refine((text) => isIP(text) !== 0 || text === 'localhost', {
  error: (issue) => `expected an address to listen on such as 127.0.0.1 or 0.0.0.0, saw ${JSON.stringify(issue.input)}`,
});

const network = z.string().refine(isNetwork, {
  error: (issue) =>
    `expected an address or a network such as 10.0.0.1 or 10.0.0.0/8, saw ${JSON.stringify(issue.input)}`,
});

const basePath = z
  .string()
  .max(200)
  .regex(/^(?:\/[A-Za-z0-9][A-Za-z0-9._~-]*)*$/, 'expected nothing, or a path without a last slash such as /scraping');

export const api = section(
  {
    enabled: option(z.boolean(), true, 'false = neither API nor web dashboard'),
    host: option(
      listenAddress,
      '127.0.0.1',
      'Address to listen on; other than loopback only once there is a token (`scraping-monitor token create`)',
    ),
    port: option(z.int().min(0).max(65_535), 8080, 'Port to listen on; 0 = any free one (the log says which)'),
    base_path: option(basePath, '', 'Path below which a proxy offers API and dashboard; empty = at its root'),
    allowed_hosts: option(
      z.array(hostName).max(50),
      [],
      'Names under which it is reached, besides localhost and its own addresses',
    ),
    trusted_proxies: option(
      z.array(network).max(50),
      [],
      'Proxies whose X-Forwarded-For, -Host and -Proto are believed (addresses or networks)',
    ),
    requests_per_minute: option(z.int().min(10).max(1_000_000), 1200, 'Most requests of one address', {
      unit: 'a minute',
    }),
    logins_per_minute: option(z.int().min(1).max(1000), 10, 'Most logins and wrong tokens of one address', {
      unit: 'a minute',
    }),
    max_connections: option(
      z.int().min(16).max(100_000),
      2048,
      'Connections open at once; a quarter of them from one address',
    ),
    max_streams: option(z.int().min(1).max(1000), 100, 'Live views (server-sent events) open at once'),
    session: duration('12h', 'A login of the dashboard ends after this long', { least: '1m', most: '30d' }),
  },
  'The API and the web dashboard',
);

function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), version === 6 ? 'ipv6' : 'ipv4');
    return true;
  } catch {
    // A RangeError is how BlockList says that there are no such many bits.
    return false;
  }
}
