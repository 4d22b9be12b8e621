/**
 * A site whose tasks publish too many rejected rows, or whose pages cannot be read any more, has changed its pages: its
 * lane pauses until a person looked (D21, F65).
 */
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Task } from '../../core/task.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';

/** Share of a task's rows above which it is flagged. */
const TOO_MANY = 0.2;
/** So many flagged tasks of a site in one batch are no accident. */
const FLAGGED_TASKS = 3;
/** So many tasks of a site one after the other whose pages are not what they were: a few odd searches are no change. */
const CHANGED_IN_A_ROW = 3;
/** Who pauses, for the record: such pauses end with their batch. */
const ACTOR = 'service';

export interface RejectWatch {
  /** Told how each task was left. */
  settled(task: Task): Promise<void>;
  /** Sites that were paused here go on with the next batch. */
  batchOver(): Promise<void>;
}

export interface RejectWatchDeps {
  readonly store: Pick<Store, 'reports' | 'schedule'>;
  readonly clock: Clock;
  readonly log: Log;
}

export function isFlagged(task: Pick<Task, 'status' | 'rows' | 'rejectedRows'>): boolean {
  return task.status === 'completed' && task.rejectedRows > TOO_MANY * (task.rows + task.rejectedRows);
}

export function createRejectWatch({ store, clock, log }: RejectWatchDeps): RejectWatch {
  /** `Nov26_01 CyT`: a person who lets a site go on is not contradicted in the same batch. */
  const paused = new Set<string>();
  /** Tasks of a scraper since the last one that was well. */
  const changed = new Map<string, Set<number>>();

  const pause = async (task: Task, key: string, reason: string): Promise<void> => {
    if (paused.has(key)) return;
    paused.add(key);
    await store.schedule.setPause({ site: task.site, paused: true, actor: ACTOR, at: clock.now() });
    log.error('site_paused', {
      site: task.site,
      batch: task.batch,
      reason,
      advice: `Compare a page with its definition (scraping-monitor site test ${task.site}); scraping-monitor resume ${task.site} lets it go on.`,
    });
  };

  const watchLayout = async (task: Task, key: string): Promise<void> => {
    const tasks = changed.get(`${key} ${task.scraper}`) ?? new Set();
    changed.set(`${key} ${task.scraper}`, tasks);
    if (task.status === 'completed') tasks.clear();
    if (task.verdict !== 'layout_changed') return;
    tasks.add(task.id);
    if (tasks.size >= CHANGED_IN_A_ROW)
      await pause(
        task,
        key,
        `the pages of ${tasks.size} tasks in a row are not what they were; ${task.errorMessage ?? ''}`,
      );
  };

  return {
    settled: async (task) => {
      const key = `${task.batch} ${task.site}`;
      try {
        await watchLayout(task, key);
        if (!isFlagged(task) || paused.has(key)) return;
        const completed = await store.reports.listTasks({
          batch: task.batch,
          sites: [task.site],
          statuses: ['completed'],
        });
        const flagged = completed.filter(isFlagged).length;
        log.warn('many_rows_rejected', {
          task: task.id,
          scraper: task.scraper,
          rows: task.rows,
          rejected: task.rejectedRows,
          tasks: flagged,
        });
        if (flagged >= FLAGGED_TASKS)
          await pause(task, key, `${flagged} of its tasks had more than 20 % of their rows rejected`);
      } catch (error) {
        log.error('site_not_paused', { site: task.site, error: messageOf(error) });
      }
    },
    batchOver: async () => {
      changed.clear();
      for (const { site, pausedBy } of await store.schedule.pausedSites()) {
        if (pausedBy === ACTOR) await store.schedule.setPause({ site, paused: false, actor: ACTOR, at: clock.now() });
      }
    },
  };
}
