/**
 * A monitor that tells in the asker's language what the program wrote down in its own: why a task failed, what is wrong
 * with a row of the catalogue, what an option is for. Names, addresses and what portals wrote stay as they are.
 */
import { sentencesIn } from '../wording/sentences.ts';
import type { Tell } from '../wording/sentences.ts';
import type { Language, Monitor } from './contract.ts';

/** The fields of all views that hold sentences. */
const SENTENCES: ReadonlySet<string> = new Set([
  'cure',
  'description',
  'errorMessage',
  'example',
  'fault',
  'message',
  'reason',
  'troubles',
  'unit',
]);

/** Log lines, the trail of actions and saved pages are evidence, and are shown as they were written. */
export function toldIn(language: Language, monitor: Monitor): Monitor {
  if (language === 'en') return monitor;
  const told = async <View>(view: Promise<View>): Promise<View> => tellView(await view, language);
  const { work, figures, house } = monitor;
  return {
    ...monitor,
    work: {
      ...work,
      status: () => told(work.status()),
      coverage: (batch) => told(work.coverage(batch)),
      tasks: (selector, order, paging) => told(work.tasks(selector, order, paging)),
      task: (id) => told(work.task(id)),
      errors: (selector) => told(work.errors(selector)),
    },
    figures: { ...figures, report: (batch) => told(figures.report(batch)) },
    house: {
      ...house,
      sites: () => told(house.sites()),
      catalogue: () => told(house.catalogue()),
      schedule: (limit) => told(house.schedule(limit)),
      backups: () => told(house.backups()),
      settings: () => told(house.settings()),
    },
  };
}

/** The Spanish is loaded only when there is something to tell: most nights nothing is wrong. */
async function tellView<View>(view: View, language: Language): Promise<View> {
  let sentences = 0;
  tellFields(view, (sentence) => {
    sentences += 1;
    return sentence;
  });
  return sentences === 0 ? view : (tellFields(view, await sentencesIn(language)) as View);
}

function tellFields(value: unknown, tell: Tell): unknown {
  if (Array.isArray(value)) return value.map((one) => tellFields(one, tell));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      SENTENCES.has(key) ? tellField(field, tell) : tellFields(field, tell),
    ]),
  );
}

function tellField(field: unknown, tell: Tell): unknown {
  if (typeof field === 'string') return tell(field);
  return Array.isArray(field) ? field.map((one) => tellField(one, tell)) : tellFields(field, tell);
}
