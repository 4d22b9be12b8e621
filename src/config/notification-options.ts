/** Who is told what, and where. Secrets never stand in the configuration: an option names where one is kept. */
import { z } from 'zod';
import { duration, option, section } from './option.ts';

/** `file:/run/secrets/smtp`, `env:SMTP_PASSWORD`, `credential:smtp` (systemd's LoadCredential=). */
const SECRET_PLACE = /^(file:\/.{1,1000}|env:[A-Za-z_][A-Za-z0-9_]{0,100}|credential:[A-Za-z0-9._-]{1,100})$/;
const SECRET_HELP =
  'expected where the secret is kept: file:/path, env:NAME or credential:NAME; the secret itself does not belong here';

const secretPlace = z.string().regex(SECRET_PLACE, SECRET_HELP);
const mailAddress = z
  .string()
  .max(320)
  .regex(
    /^(?:[^<>@\r\n]{1,100} <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
    'expected a mail address, such as ana@example.com or Scraping <scraping@example.com>',
  );
const webAddress = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === '', {
    error: (issue) => `expected an http or https address without a password in it, saw ${JSON.stringify(issue.input)}`,
  });

const SEVERITIES = ['info', 'warning', 'critical'] as const;
const least = option(
  z.enum(SEVERITIES),
  'info',
  'Less severe messages are not sent here; info = all, the end of each batch included',
);

const email = section(
  {
    host: option(z.string().min(1).max(253).nullable(), null, 'Mail server; empty = no e-mail'),
    port: option(z.int().min(1).max(65_535), 587, 'Its port'),
    security: option(
      z.enum(['starttls', 'tls', 'none']),
      'starttls',
      'starttls (587) and tls (465) are refused without encryption; none is for a server on this machine',
    ),
    authority: option(
      z.string().min(1).nullable(),
      null,
      "Certificate (PEM) of the server's own authority; empty = those that everybody trusts",
      { kind: 'path' },
    ),
    user: option(z.string().min(1).max(320).nullable(), null, 'User name; empty = no login'),
    password: option(
      secretPlace.nullable(),
      null,
      'Where the password is kept: file:/path, env:NAME or credential:NAME',
    ),
    from: option(mailAddress, 'scraping@localhost', 'Sender'),
    to: option(z.array(mailAddress).max(50), [], 'Who gets the mails'),
    least,
  },
  'E-mail',
);

const slack = section(
  {
    address: option(
      secretPlace.nullable(),
      null,
      'Where the address of the incoming webhook is kept (it is a secret): file:/path, env:NAME or credential:NAME; empty = no Slack',
    ),
    least,
  },
  'Slack, or what takes the same messages (Mattermost, Rocket.Chat)',
);

const webhook = section(
  {
    urls: option(
      z.array(webAddress).max(10),
      [],
      'Addresses that get signed JSON (docs/notifications.md); empty = none',
    ),
    secrets: option(
      z.array(secretPlace).max(2),
      [],
      'Where the signing secret is kept: file:/path, env:NAME or credential:NAME; two while it is changed',
    ),
    allowed_hosts: option(
      z.array(z.string().regex(/^[A-Za-z0-9.:[\]-]{1,253}$/, 'expected a host name')).max(100),
      [],
      'Hosts of Slack or webhooks that may be asked although their address is not public, or at another port than 80 and 443',
    ),
    least,
  },
  'Webhooks for programs',
);

export const notifications = section(
  {
    language: option(z.enum(['es', 'en']), 'es', 'Language of messages and of reports of batches'),
    repeat_after: duration(
      '6h',
      'A trouble that lasts is told again after this; one that comes back sooner is not told at once',
      {
        least: '1m',
        most: '7d',
      },
    ),
    health_report: option(
      z.enum(['never', 'daily', 'weekly']),
      'weekly',
      'How things stand, at 08:00 (weekly: on Mondays), also when all is well',
    ),
    dashboard: option(
      webAddress.nullable(),
      null,
      'Address of the web dashboard as people reach it, for links in messages',
    ),
    email,
    slack,
    webhook,
  },
  'Messages to people: e-mail, Slack, webhooks',
);
