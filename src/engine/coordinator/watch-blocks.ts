/**
 * A portal that refuses us is told once, with the page it showed (SPEC §4, F59, F63): its host rests by itself (the
 * circuit), and nothing of it is published. It is told again only after a task of the site has been well in between.
 */
import type { ErrorCode } from '../../core/errors.ts';
import type { Task } from '../../core/task.ts';
import type { Log } from '../../telemetry/contract.ts';

/** The portal's own refusals; a circuit that is open only follows from one. */
const REFUSALS: ReadonlySet<string> = new Set<ErrorCode>(['E_BLOCKED', 'E_FORBIDDEN']);

export interface BlockWatch {
  /** Told how each task was left. */
  settled(task: Task): void;
}

export function createBlockWatch(log: Log): BlockWatch {
  const blocked = new Set<string>();
  return {
    settled: ({ id, batch, site, scraper, status, errorCode, errorMessage }) => {
      if (status === 'completed') {
        if (blocked.delete(site)) log.info('site_open_again', { site, batch });
        return;
      }
      if (errorCode === null || !REFUSALS.has(errorCode) || blocked.has(site)) return;
      blocked.add(site);
      log.error('site_blocked', {
        site,
        batch,
        task: id,
        scraper,
        code: errorCode,
        message: errorMessage,
        advice: `The page is kept: scraping-monitor site test ${site} --from-vault shows it. The host rests and is tried again by itself; slow the site down (websites.${site}), or ask the portal.`,
      });
    },
  };
}
