/** An action of the monitor as a question to the operator's desk. */
import type { Action } from '../../monitoring/action-shape.ts';
import { resolveSelector } from '../../monitoring/resolve-selector.ts';
import type { HouseFiles } from '../../monitoring/sources.ts';
import { Fault } from '../../core/errors.ts';
import type { MonitorStore } from '../../store/contract.ts';
import type { Question } from './ask-operator.ts';

interface ActionDeps {
  readonly store: MonitorStore;
  readonly files: HouseFiles;
}

/** Tasks of one retry at most; a batch has some 3,500. */
const MOST_TASKS = 20_000;

/** @throws {Fault} E_NO_BATCH, E_USAGE: what was asked names something that is not there. */
export async function questionOf(
  deps: ActionDeps,
  action: Exclude<Action, { action: 'backup' }>,
): Promise<Omit<Question, 'actor'>> {
  switch (action.action) {
    case 'run-now':
      return { name: 'run-now', args: { ...action.selector } };
    case 'pause':
    case 'resume':
      return { name: action.action, args: { site: await knownSite(deps, action.site) } };
    case 'retry':
      return { name: 'retry', args: await retryArguments(deps, action) };
    case 'cancel':
    case 'reload':
      return { name: action.action, args: {} };
  }
}

/** `inm24` is Inm24, too. */
async function knownSite({ files }: ActionDeps, site: string | undefined): Promise<string | null> {
  if (site === undefined) return null;
  const known = await files.sites();
  return known.find((one) => one.site.toLowerCase() === site.toLowerCase())?.site ?? site;
}

/** The tasks are chosen here, by the one language of selectors; the desk takes those of them that have failed. */
async function retryArguments(
  deps: ActionDeps,
  { selector, tasks }: Extract<Action, { action: 'retry' }>,
): Promise<Readonly<Record<string, unknown>>> {
  const query = await resolveSelector(deps, selector);
  const [batch] = query.batches;
  if (batch === undefined)
    throw new Fault('E_NO_BATCH', 'there is no batch yet', { cure: '`scraping-monitor run-now` starts one.' });
  const page = await deps.store.readTasks({
    query: { ...query, statuses: selector.status ?? ['failed', 'permanently_failed'] },
    order: 'order',
    descending: false,
    after: null,
    limit: MOST_TASKS,
  });
  const ids = page.tasks.map(({ id }) => id).filter((id) => tasks === undefined || tasks.includes(id));
  return { batch, sites: null, statuses: selector.status ?? null, verdicts: null, tasks: ids };
}
