/** How work is done: scrapers, execution, websites. */
import { z } from 'zod';
import { CODE_PATTERN, LONGEST_CODE } from '../core/codes.ts';
import { duration, option, section } from './option.ts';

export const scrapers = section(
  {
    definitions: option(
      z.array(z.string().min(1)).max(20),
      ['/etc/scraping/sites'],
      'Folders with further site definitions; a later folder wins over an earlier one and over ours',
      { kind: 'paths' },
    ),
    recycle_after_tasks: option(
      z.int().min(1).max(100_000),
      // A new worker costs 0.1 s of CPU, and its first hundred pages half as much again: 8 share a batch of 1,728 tasks.
      500,
      'A worker process is replaced after this many tasks',
      { unit: 'tasks' },
    ),
    recycle_memory_mb: option(
      z.int().min(64).max(65_536),
      256,
      'A worker process that holds more than this is replaced after its task',
      { unit: 'MB' },
    ),
  },
  'Worker processes and site definitions',
);

const retry = section(
  {
    max_attempts: option(z.int().min(1).max(100), 3, 'Attempts a task has'),
    strategy: option(
      z.enum(['exponential', 'linear']),
      'exponential',
      'exponential doubles the delay each time; linear keeps it',
    ),
    delay: duration('30m', 'Delay before the second attempt', { most: '7d' }),
    cap: duration('4h', 'Longest delay of the exponential strategy', { most: '7d' }),
  },
  'Failed tasks',
);

const circuit = section(
  {
    give_up: duration(
      '24h',
      "A lane whose portal's circuit was open for so long in one batch gives up its open tasks",
      {
        least: '1m',
        most: '60d',
      },
    ),
  },
  'Portals that refuse us or are down',
);

export const execution = section(
  {
    max_concurrency: option(z.int().min(1).max(256), 8, 'Tasks that run at once', { unit: 'tasks' }),
    max_machine_percent: option(
      z.int().min(10).max(100),
      80,
      'Most of the memory and processor time used, workers included; 100 = no limit on processor time',
      { unit: '%' },
    ),
    batch_interval: duration('15d', 'Time from the start of a batch to the start of the next', { least: '1h' }),
    batch_deadline: duration('14d', 'A batch is closed at this age, whatever is open; shorter than batch_interval', {
      least: '1m',
    }),
    phase_barrier: option(
      z.enum(['site', 'batch']),
      'site',
      "Detail tasks start when the site's (site) or all (batch) main tasks are over",
    ),
    retry,
    circuit,
    resume_window: duration(
      '6h',
      'A failed task goes on from its last page when that is younger than this, else it starts anew',
      { least: '0ms', most: '30d' },
    ),
    drain_seconds: option(
      z.number().min(0).max(3600),
      60,
      'Time that running pages have to end after Ctrl-C or SIGTERM',
      { unit: 's' },
    ),
    request_timeout: duration('60s', 'Longest time of one request, body included', { least: '100ms', most: '1h' }),
    connect_timeout: duration('10s', 'Longest time until a connection stands', { least: '100ms', most: '1h' }),
    headers_timeout: duration('15s', 'Longest time until the answer begins', { least: '100ms', most: '1h' }),
    progress_timeout: duration(
      '30m',
      'A task without a finished page for this long is hung: it is ended and tried again',
      { least: '1s', most: '1d' },
    ),
    slice: duration('7200s', 'A task gives its slot back after this long, and goes on later', {
      least: '1s',
      most: '7d',
    }),
    worker_memory_mb: option(z.int().min(64).max(65_536), 512, 'A worker process that holds more than this is ended', {
      unit: 'MB',
    }),
    max_pages: option(
      z.int().min(1).max(100_000),
      1000,
      "Most result pages of one search; a site's own lower limit wins",
      { unit: 'pages' },
    ),
  },
  'Batches, tasks and their limits',
);

export const browser = section(
  {
    program: option(
      z.string().min(1).nullable(),
      null,
      'Chromium for sites with fetch: browser or auto; empty = chromium or google-chrome in PATH',
    ),
    sandbox: option(z.boolean(), true, "false = without Chromium's own sandbox; root never has it"),
  },
  'The browser (docs/browser.md)',
);

/** Overrides of a site's definition: absent means what the definition says. */
const website = z.strictObject({
  enabled: z.boolean().optional().meta({ description: 'false = none of its tasks are planned' }),
  priority: z.int().min(1).max(1000).optional().meta({ description: '1 goes first when slots are few' }),
  has_detail_scraper: z.boolean().optional().meta({ description: 'false = its detail pages are not visited' }),
  rate_limit_seconds: z
    .number()
    .min(0)
    .max(3600)
    .optional()
    .meta({ description: 'Least time between two requests (s)' }),
  lanes: z.int().min(1).max(32).optional().meta({ description: 'Its tasks in flight at once' }),
  always_on: z.boolean().optional().meta({ description: 'true = it keeps a slot when slots are few' }),
  robots: z
    .enum(['respect', 'ignore'])
    .optional()
    .meta({ description: 'ignore = on your responsibility; recorded with every fetch' }),
  proxies: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected the name of a proxy'))
    .max(200)
    .optional()
    .meta({ description: 'Names of its proxies; absent = all of security.proxies, empty = none' }),
  fetch: z
    .enum(['http', 'browser', 'auto'])
    .optional()
    .meta({ description: 'How its pages are fetched; auto = in a browser when they come without content' }),
});

const siteCode = z.string().max(LONGEST_CODE).regex(CODE_PATTERN, 'expected a site code (letters, digits, _ and -)');

export const websites = z
  .preprocess(
    (value) => value ?? {},
    z.record(
      siteCode,
      z.preprocess((value) => value ?? {}, website),
    ),
  )
  .prefault({})
  .meta({ description: "Overrides of the sites' definitions, by site code" });
