/** Politeness, identity and limits. The defaults are those of the team's own security.yaml, but for `rotate`. */
import { z } from 'zod';
import { duration, option, section } from './option.ts';

const MEBIBYTE = 1024 * 1024;

const rateLimiting = section(
  {
    enable: option(z.boolean(), true, "false = only the sites' delays count, not requests a minute"),
    requests_per_minute: option(z.number().min(0.1).max(100_000), 30, 'Requests to one host', { unit: 'a minute' }),
    burst_limit: option(z.int().min(1).max(1000), 5, 'Requests a host may get at once after a rest', {
      unit: 'requests',
    }),
    jitter: duration('1s', "Up to this much is added at random to a site's delay", { least: '0ms', most: '1m' }),
  },
  'How often a host is asked; the stricter of this and its delay wins',
);

/** A header value: one line of visible ASCII, so that no further header can hide in it. */
const agent = z.string().regex(/^[\x20-\x7e]{3,200}$/, 'expected one line of plain text');

const userAgents = section(
  {
    rotate: option(z.boolean(), false, 'true = the agents below take turns; false = the first one is always used'),
    custom_agents: option(
      z.array(agent).min(1).max(100),
      ['ScrapingBot/1.0 (+http://empresa.com/bot)'],
      'Who we say we are; name a page or an address where a portal reaches you',
    ),
  },
  'User-Agent header',
);

/** `mx1 http://10.0.0.5:3128`, `mx2 file:/etc/scraping/proxy-mx2`: credentials stand in the file, never here. */
const PROXY =
  /^[a-z0-9][a-z0-9-]{0,39} +(?:(?:https?|socks5):\/\/[^@\s]+|file:\/\S+|env:[A-Za-z_][A-Za-z0-9_]*|credential:[A-Za-z0-9._-]+)$/;

const proxies = section(
  {
    addresses: option(
      z
        .array(
          z
            .string()
            .regex(
              PROXY,
              'expected a name and an address or where it is kept, such as `mx1 file:/etc/scraping/proxy-mx1`',
            ),
        )
        .max(200),
      [],
      'Proxies: a name and http://, https:// or socks5:// with host and port; one with a password is kept in file:/path, env:NAME or credential:NAME',
    ),
  },
  'Proxies (docs/identity.md)',
);

const robotsTxt = section(
  {
    respect: option(z.boolean(), true, "false = no site's robots.txt is read (on your responsibility)"),
    cache_duration: option(z.int().min(0).max(86_400), 3600, 'Age at which a robots.txt is read again', { unit: 's' }),
  },
  'robots.txt',
);

const dataValidation = section(
  {
    enable: option(
      z
        .boolean()
        .refine(
          (isOn) => isOn,
          'rows are always checked; what does not fit an optional field is emptied and counted, never lost: leave the option out',
        ),
      true,
      'Rows are always checked; only true is accepted',
    ),
    max_field_length: option(
      z.int().min(1).max(1_000_000),
      1000,
      'Longest text of a field; descriptions may be longer',
      { unit: 'characters' },
    ),
    allowed_extensions: option(
      z.array(z.string().regex(/^\.[a-z0-9]{1,10}$/, 'expected an extension such as .csv')).min(1),
      ['.csv', '.json', '.txt'],
      'Files of the catalogue folder that are read as input; URL lists are .csv, so it must be among them',
    ),
  },
  'Checks of what was extracted',
);

const systemLimits = section(
  {
    max_memory_mb: option(
      z.int().min(128).max(1_048_576),
      2048,
      'Most memory of a browser or of a foreign program, beside its worker',
      {
        unit: 'MB',
      },
    ),
    max_execution_time: option(z.int().min(1).max(604_800), 7200, 'Most time of a foreign program', { unit: 's' }),
    max_file_size_mb: option(z.int().min(1).max(102_400), 100, 'Most output of a foreign program for one task', {
      unit: 'MB',
    }),
  },
  'Limits of programs and files',
);

const limits = section(
  {
    wire_bytes: option(
      z
        .int()
        .min(1024)
        .max(2 ** 31),
      10 * MEBIBYTE,
      'Largest answer as it comes over the wire',
      { unit: 'bytes' },
    ),
    decoded_bytes: option(
      z
        .int()
        .min(1024)
        .max(2 ** 31),
      20 * MEBIBYTE,
      'Largest answer once decompressed',
      { unit: 'bytes' },
    ),
    redirects: option(z.int().min(0).max(20), 5, 'Most redirects of one page'),
    header_bytes: option(z.int().min(1024).max(1_048_576), 65_536, 'Largest header of an answer', { unit: 'bytes' }),
  },
  'Limits of one request',
);

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const portals = z.string().refine(isLoopbackOrigin, {
  error: (issue) =>
    `expected an http address of this machine such as http://127.0.0.1:8080, saw ${JSON.stringify(issue.input)}`,
});

const rehearsal = section(
  {
    portals: option(
      portals.nullable(),
      null,
      "Address of the practice portals; every portal's host is then answered from there. Empty = the real portals",
    ),
    delay_ms: option(z.int().min(0).max(50), 20, 'Longest delay between two requests in a rehearsal', { unit: 'ms' }),
  },
  'Rehearsal with the practice portals',
);

export const security = section(
  {
    rate_limiting: rateLimiting,
    user_agents: userAgents,
    proxies,
    robots_txt: robotsTxt,
    data_validation: dataValidation,
    system_limits: systemLimits,
    limits,
    allowed_hosts: option(
      z.array(z.string().regex(/^[A-Za-z0-9.:[\]-]{1,253}$/, 'expected a host name')).max(100),
      [],
      'Hosts that may be asked although their address is not public',
    ),
    rehearsal,
  },
  'Politeness, identity and limits',
);

function isLoopbackOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null &&
    url.protocol === 'http:' &&
    LOOPBACK.has(url.hostname) &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username === ''
  );
}
