/** What a program is told of its task: one JSON line on standard input, and the same as variables for shells. */
import { RUN_MARK } from '../process-tree.ts';
import type { Run } from '../protocol.ts';
import type { ProgramContext } from './task-run.ts';

/** Of the worker's environment a program gets these, and nothing else. */
const PASSED = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  RUN_MARK,
];

/** Version of the contract of docs/command-scrapers.md. */
const CONTRACT = 1;

export function inputOf(run: Run, program: ProgramContext): string {
  const { task, resume } = run;
  const { politeness } = task;
  const input = {
    contract: CONTRACT,
    site: run.site,
    phase: run.phase,
    url: run.url,
    city: task.city,
    operation: task.operation,
    product: task.product,
    batch: task.batch,
    task: task.id,
    order_num: task.orderNum,
    attempt: task.attempt,
    resume: resume.cursor === null ? null : { page: resume.cursor.page, next: resume.cursor.url },
    items: run.items.map(({ sequence, listingId, url }) => ({ sequence, listing_id: listingId, url })),
    max_pages: run.maxPages,
    user_agent: program.userAgent,
    delay_seconds: politeness.delayMs / 1000,
    requests_per_minute: Number.isFinite(politeness.requestsPerMinute) ? politeness.requestsPerMinute : null,
    robots: politeness.robots,
    rehearsal: program.rehearsalOrigin,
  };
  return `${JSON.stringify(input)}\n`;
}

export function environmentOf(
  run: Run,
  program: ProgramContext,
  own: Readonly<Record<string, string>>,
  output: { readonly folder: string; readonly file: string | null },
): Readonly<Record<string, string>> {
  const passed = PASSED.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const { task, resume } = run;
  return {
    // Python keeps back what it prints into a pipe: progress and pages would come at the end, all at once.
    PYTHONUNBUFFERED: '1',
    ...own,
    ...Object.fromEntries(passed),
    TMPDIR: output.folder,
    SCRAPING_CONTRACT: String(CONTRACT),
    SCRAPING_SITE: run.site,
    SCRAPING_PHASE: run.phase,
    SCRAPING_URL: run.url,
    SCRAPING_CITY: task.city,
    SCRAPING_OPERATION: task.operation,
    SCRAPING_PRODUCT: task.product,
    SCRAPING_BATCH: task.batch,
    SCRAPING_TASK: String(task.id),
    SCRAPING_PAGE: String(resume.cursor?.page ?? 1),
    SCRAPING_NEXT: resume.cursor?.url ?? '',
    SCRAPING_USER_AGENT: program.userAgent,
    SCRAPING_DELAY_SECONDS: String(task.politeness.delayMs / 1000),
    SCRAPING_FOLDER: output.folder,
    ...(output.file === null ? {} : { SCRAPING_OUTPUT: output.file }),
    ...(program.rehearsalOrigin === null ? {} : { SCRAPING_REHEARSAL: program.rehearsalOrigin }),
  };
}
