/** What each screen asks of the monitor, and what its lines mean to the keys. */
import type { Clock } from '../core/clock.ts';
import type { Monitor } from '../monitoring/contract.ts';
import type { SiteView } from '../monitoring/house-shape.ts';
import type { PageOf } from '../monitoring/selector.ts';
import type { StatisticsLine } from '../monitoring/statistics-shape.ts';
import type { BatchView, Status } from '../monitoring/status-shape.ts';
import type { ErrorGroup, TaskDetail, TaskView } from '../monitoring/task-shape.ts';
import { usePolled } from './use-polled.ts';
import { selectorOf } from './view-state.ts';
import type { Line, View } from './view-state.ts';

/** null = not known yet, or not asked for by this screen. */
export interface ScreenData {
  readonly status: Status | null;
  readonly tasks: PageOf<TaskView> | null;
  readonly task: TaskDetail | null;
  readonly sites: readonly SiteView[] | null;
  /** Figures of the newest batch, a city each. */
  readonly cities: readonly StatisticsLine[] | null;
  readonly errors: readonly ErrorGroup[] | null;
  readonly batches: readonly BatchView[] | null;
  readonly trouble: { readonly message: string; readonly since: number } | null;
}

const STATUS_MS = 1000;
const SCREEN_MS = 2000;
const MOST_TASKS = 500;
const MOST_BATCHES = 200;

type Asked = Partial<Omit<ScreenData, 'status' | 'trouble'>>;

export function useScreenData(monitor: Monitor, clock: Clock, view: View): ScreenData {
  const status = usePolled(clock, STATUS_MS, 'status', () => monitor.work.status());
  const screen = usePolled(clock, SCREEN_MS, questionOf(view), () => askFor(monitor, view));
  return {
    tasks: null,
    task: null,
    sites: null,
    cities: null,
    errors: null,
    batches: null,
    ...screen.answer,
    status: status.answer,
    trouble: status.trouble ?? screen.trouble,
  };
}

/** What is asked, in a word: the same word is not asked anew. */
function questionOf(view: View): string {
  if (view.task !== null) return `task ${view.task}`;
  if (view.screen === 'tasks') return JSON.stringify(selectorOf(view));
  return view.screen === 'errors' ? `errors ${view.batch ?? ''}` : view.screen;
}

async function askFor({ work, figures, house }: Monitor, view: View): Promise<Asked> {
  if (view.task !== null) return { task: await work.task(view.task) };
  switch (view.screen) {
    case 'now':
      return {};
    case 'tasks':
      return {
        tasks: await work.tasks(selectorOf(view), { sort: 'order', descending: false }, { limit: MOST_TASKS }),
      };
    case 'sites':
      return {
        sites: await house.sites(),
        cities: (await figures.statistics({}, 'city', 1)).lines,
      };
    case 'errors':
      return { errors: await work.errors(view.batch === null ? {} : { batch: view.batch }) };
    case 'history':
      return { batches: (await work.batches({ limit: MOST_BATCHES })).items };
  }
}

/** The lines that can be chosen. */
export function linesOf(view: View, data: ScreenData): readonly Line[] {
  switch (view.screen) {
    case 'now':
      return (data.status?.scrapers ?? []).map(({ scraper, site, paused }) => ({ name: scraper, site, paused }));
    case 'tasks':
      return (data.tasks?.items ?? []).map(({ id, key }) => ({ name: key, task: id }));
    case 'sites':
      return (data.sites ?? []).map(({ site, paused }) => ({ name: site, site, paused: paused !== null }));
    case 'errors':
      return (data.errors ?? []).map(({ site, code }) => ({ name: `${site} ${code}`, site, error: code }));
    case 'history':
      return (data.batches ?? []).map(({ id }) => ({ name: id, batch: id }));
  }
}
