/** `security.proxies.addresses`, with the secrets of those that are kept elsewhere. */
import type { Config } from '../../config/contract.ts';
import { Fault } from '../../core/errors.ts';
import type { Proxy } from '../../fetching/contract.ts';
import { readSecret } from './read-secret.ts';

const OPTION = 'security.proxies.addresses';
const KINDS: Readonly<Record<string, Proxy['kind']>> = { 'http:': 'http', 'https:': 'https', 'socks5:': 'socks5' };
const PORTS: Readonly<Record<Proxy['kind'], number>> = { http: 8080, https: 443, socks5: 1080 };

/** @throws {Fault} E_CONFIG that names the proxy and its place, never what is kept there */
export async function readProxies(
  config: Config,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly Proxy[]> {
  return Promise.all(config.security.proxies.addresses.map((entry) => readProxy(entry, environment)));
}

async function readProxy(entry: string, environment: Readonly<Record<string, string | undefined>>): Promise<Proxy> {
  const [name = '', place = ''] = entry.split(/\s+/);
  const isSecret = /^(?:file|env|credential):/.test(place);
  const address = isSecret ? await readSecret(place, `${OPTION} (${name})`, environment) : place;
  const url = URL.canParse(address) ? new URL(address) : null;
  const kind = url === null ? undefined : KINDS[url.protocol];
  if (url === null || kind === undefined || url.hostname === '') {
    const shown = isSecret ? `what ${place} holds` : JSON.stringify(place);
    throw new Fault('E_CONFIG', `${OPTION}: ${name}: ${shown} is no address of a proxy`, {
      cure: 'Write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before HOST if it wants them.',
    });
  }
  return {
    name,
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[kind] : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
