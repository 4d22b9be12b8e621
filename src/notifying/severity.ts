/** How severe a message is, and the command that helps with a trouble. */
import type { Cause, NoticeContent, Severity, TroubleItem } from './contract.ts';

/** The work stands still, or data could be lost. */
const CRITICAL: ReadonlySet<Cause> = new Set(['disk', 'backup', 'restart_loop', 'batch_overdue']);
/** Nothing is in the way: it is for the next time somebody looks. */
const MINOR: ReadonlySet<Cause> = new Set(['gone', 'forbidden']);

export function severityOf(content: NoticeContent): Severity {
  switch (content.kind) {
    case 'troubles':
      return mostSevere(content.items.map(severityOfItem));
    case 'batch':
      return content.batch.status === 'failed' ? 'critical' : 'info';
    case 'health':
    case 'test':
      return 'info';
  }
}

/** The end of a trouble reaches whoever was told of its beginning. */
function severityOfItem({ cause }: TroubleItem): Severity {
  if (CRITICAL.has(cause)) return 'critical';
  return MINOR.has(cause) ? 'info' : 'warning';
}

function mostSevere(severities: readonly Severity[]): Severity {
  if (severities.includes('critical')) return 'critical';
  return severities.includes('warning') ? 'warning' : 'info';
}

type Trouble = Pick<TroubleItem, 'cause' | 'site'>;

const errors = ({ cause, site }: Trouble): string =>
  `scraping-monitor errors${site === null ? '' : ` --site ${site}`} --verdict ${cause}`;
const siteTest = ({ site }: Trouble): string => `scraping-monitor site test ${site ?? ''}`.trimEnd();
const stats = ({ site }: Trouble): string => `scraping-monitor stats${site === null ? '' : ` --site ${site}`}`;
const status = (): string => 'scraping-monitor status';
const doctor = (): string => 'scraping-monitor doctor';

const COMMANDS: Readonly<Record<Cause, (trouble: Trouble) => string>> = {
  blocked: errors,
  layout_changed: siteTest,
  network: errors,
  timeout: errors,
  forbidden: errors,
  gone: errors,
  invalid: errors,
  resources: errors,
  proxies: () => 'scraping-monitor tasks --status retrying',
  site_paused: ({ site }) => `scraping-monitor resume ${site ?? ''}`.trimEnd(),
  rows_changed: siteTest,
  slow_pages: stats,
  slow_answers: stats,
  cpu: status,
  memory: status,
  disk: doctor,
  backup: () => 'scraping-orchestrator backup create',
  restart_loop: doctor,
  upkeep: doctor,
  batch_overdue: () => 'scraping-monitor schedule',
};

/** What a person can type; the same in both languages. */
export function commandFor(trouble: Trouble): string {
  return COMMANDS[trouble.cause](trouble);
}
