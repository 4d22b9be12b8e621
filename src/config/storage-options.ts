/** Where things are kept: database, data, logging, backup. */
import { z } from 'zod';
import { duration, option, path, section } from './option.ts';

export const database = section(
  {
    path: path('/var/lib/scraping/orchestrator.db', 'SQLite file of batches and tasks'),
    synchronous: option(
      z.enum(['FULL', 'NORMAL']),
      'FULL',
      'FULL survives a power cut without losing the last commits; NORMAL is faster',
    ),
    cache_size_pages: option(z.int().min(100).max(1_000_000), 4000, 'Page cache of one connection', {
      unit: 'pages of 4 KiB',
    }),
    mmap_size: option(
      z
        .int()
        .min(0)
        .max(2 ** 40),
      0,
      'Memory-mapped part of the file; 0 = none, since a disk error in it kills the process',
      { unit: 'bytes' },
    ),
    busy_timeout: duration('5s', 'Longest wait for another writer', { most: '10m' }),
  },
  'The database',
);

const timeZone = z.string().refine(isTimeZone, {
  error: (issue) => `expected an IANA time zone such as America/Mexico_City, saw ${JSON.stringify(issue.input)}`,
});

export const data = section(
  {
    directory: path('/var/lib/scraping/Base_de_Datos', 'Root of the output tree'),
    urls: path('/var/lib/scraping/urls', 'Folder of the catalogue: one <scraper>_urls.csv a scraper'),
    columns: option(
      z.enum(['standard', 'first-system']),
      'standard',
      "Columns of the CSV files; first-system = those of the team's first programs",
    ),
    codes: option(
      z.string().min(1).nullable(),
      null,
      "File of codes and aliases (docs/configuration.md); empty = the product's own data/codes.yaml",
      { kind: 'path' },
    ),
    time_zone: option(timeZone, 'America/Mexico_City', 'Zone of batch names, days and schedules'),
  },
  'What is collected, and where it goes',
);

export const logging = section(
  {
    level: option(z.enum(['debug', 'info', 'warn', 'error']), 'info', 'Least level that is written'),
    directory: path('/var/log/scraping', 'Folder of orchestrator.log, backup.log and cleanup.log'),
    retention_days: option(z.int().min(1).max(3650), 30, 'Age at which log files are removed', { unit: 'days' }),
    rotate_megabytes: option(
      z.int().min(1).max(10_000),
      100,
      'A log file of this size is rotated before its day is over',
      { unit: 'MB' },
    ),
  },
  'Logs',
);

export const backup = section(
  {
    directory: path('/var/backups/scraping', 'Folder of the backups'),
    retention_days: option(z.int().min(1).max(3650), 30, 'Age at which backups are removed', { unit: 'days' }),
  },
  'Backups',
);

export const maintenance = section(
  {
    keep_months: option(
      z.int().min(1).max(600),
      6,
      'Age at which tasks and events leave the database, and files the tree (these only when archived and in the history)',
      { unit: 'months' },
    ),
    compress_after: duration('60d', 'Age of a batch at which its CSV files are compressed; they stay readable', {
      least: '1d',
      most: '3660d',
    }),
    verify_megabytes: option(
      z.int().min(1).max(10_000_000),
      4096,
      'So much of the tree is compared with its manifests in one run; the next run goes on',
      { unit: 'MB' },
    ),
  },
  'Keeping the house: clean-up, compression, verification',
);

export const monitoring = section(
  {
    status_file: path('/var/lib/scraping/status.json', 'State of the running batch, rewritten while it runs'),
    status_interval: duration('5m', 'Time between two versions of the status file', { least: '1s', most: '1d' }),
    min_free_mb: option(z.int().min(0).max(1_000_000), 1024, 'Below so much free space no task is started', {
      unit: 'MB',
    }),
    min_free_percent: option(
      z.number().min(0).max(50),
      5,
      'Below this share of free space no task is started; the larger of both counts',
      { unit: '%' },
    ),
  },
  'What others can watch',
);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // A RangeError is how Intl says no.
    return false;
  }
}

export const pages = section(
  {
    keep: option(
      z.enum(['none', 'problems', 'all']),
      'problems',
      'Which fetched pages are kept: all, or (problems, none) only those that could not be read, which always are',
    ),
    directory: option(
      z.string().min(1).nullable(),
      null,
      'Folder of kept pages, compressed; empty = pages/ beside the database',
      { kind: 'path' },
    ),
    max_mb: option(
      z.int().min(10).max(10_000_000),
      2048,
      'Most space of kept pages; the oldest go first, those with problems last',
      { unit: 'MB' },
    ),
  },
  'Kept pages (docs/page-vault.md)',
);
