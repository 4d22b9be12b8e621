/** A task as people name it: by its id, or as the tables name it, `mit:3`. */
import { Fault } from '../core/errors.ts';
import { phaseOf } from '../core/codes.ts';
import type { WorkReader } from '../monitoring/contract.ts';
import { wholeNumber } from './whole-number.ts';

const NAME = /^([a-z0-9][a-z0-9_-]*):\d{1,9}$/i;
const PAGE = 1000;
const CURE = '`scraping-monitor tasks` lists the tasks of a batch.';

/**
 * Its id.
 * @param batch where a name is looked for; the newest batch when left out
 * @throws {Fault} E_USAGE when it names nothing, E_UNKNOWN when there is no such task
 */
export async function findTask(work: Pick<WorkReader, 'tasks'>, named: string, batch?: string): Promise<number> {
  if (/^\d+$/.test(named)) return wholeNumber(named, 'the id');
  const scraper = NAME.exec(named)?.[1];
  if (scraper === undefined)
    throw new Fault('E_USAGE', `${JSON.stringify(named)} is neither the id of a task nor a name such as mit:3`, {
      cure: CURE,
    });
  const selector = {
    ...(batch === undefined ? {} : { batch }),
    site: [scraper.replace(/_det$/i, '')],
    phase: [phaseOf(scraper.toLowerCase())],
  };
  let cursor: string | undefined;
  do {
    const { items, next } = await work.tasks(selector, { sort: 'order', descending: false }, { cursor, limit: PAGE });
    const found = items.find(({ key }) => key === named.toLowerCase());
    if (found !== undefined) return found.id;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  throw new Fault('E_UNKNOWN', `there is no task ${named}`, { cure: CURE });
}
