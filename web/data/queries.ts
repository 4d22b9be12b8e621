/** What the pages ask the API. Keys begin with what makes them stale: `work` moves with the batch, `house` does not. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type {
  AuditView,
  BackupView,
  CatalogueView,
  ScheduleView,
  SettingView,
  SiteView,
  TokenView,
} from '../../src/monitoring/house-shape.ts';
import type { PageOf, TaskSort } from '../../src/monitoring/selector.ts';
import type { Statistics, StatisticsBy, Trend } from '../../src/monitoring/statistics-shape.ts';
import type { BatchView, Status } from '../../src/monitoring/status-shape.ts';
import type { Coverage, ErrorGroup, TaskDetail, TaskView } from '../../src/monitoring/task-shape.ts';
import type { Query } from '../routing/address.ts';
import { useLanguage } from '../words/language.tsx';
import { ask, askText, withQuery } from './request.ts';
import type { Fields } from './request.ts';
import { selectorOf } from './selector-query.ts';

/** The stream brings the state; this asks for it too, should the stream be silent. */
const STATUS_EVERY_MS = 30_000;
/** Rows of the task list that are asked for at once: all of a batch in four questions. */
const TASKS_AT_ONCE = 500;
const BATCHES_AT_ONCE = 500;

type Group = 'work' | 'house';

function useAsk<Answer>(group: Group, path: string, fields: Fields = {}, enabled = true): UseQueryResult<Answer> {
  const language = useLanguage();
  const address = withQuery(path, fields);
  return useQuery({
    queryKey: [group, language, address],
    queryFn: ({ signal }) => ask<Answer>(address, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useStatus(): UseQueryResult<Status> {
  const language = useLanguage();
  return useQuery({
    queryKey: ['status', language],
    queryFn: ({ signal }) => ask<Status>('status', signal),
    refetchInterval: STATUS_EVERY_MS,
  });
}

export const useBatches = (): UseQueryResult<PageOf<BatchView>> =>
  useAsk('work', 'batches', { limit: BATCHES_AT_ONCE });

export const useCoverage = (batch: string): UseQueryResult<Coverage> =>
  useAsk('work', `batches/${encodeURIComponent(batch)}/coverage`);

export const useTask = (id: string): UseQueryResult<TaskDetail> => useAsk('work', `tasks/${encodeURIComponent(id)}`);

export const useErrors = (query: Query): UseQueryResult<readonly ErrorGroup[]> =>
  useAsk('work', 'errors', selectorOf(query));

export const useStatistics = (by: StatisticsBy, last: number): UseQueryResult<Statistics> =>
  useAsk('work', 'statistics', { by, last });

export const useTrend = (last: number): UseQueryResult<Trend> => useAsk('work', 'trend', { last });

export const useSites = (): UseQueryResult<readonly SiteView[]> => useAsk('work', 'sites');

export const useCatalogue = (): UseQueryResult<CatalogueView> => useAsk('house', 'catalogue');

export const useSchedule = (): UseQueryResult<ScheduleView> => useAsk('work', 'schedule', { limit: 40 });

export const useBackups = (): UseQueryResult<readonly BackupView[]> => useAsk('house', 'backups');

export const useSettings = (): UseQueryResult<readonly SettingView[]> => useAsk('house', 'settings');

export const useTokens = (enabled: boolean): UseQueryResult<readonly TokenView[]> =>
  useAsk('house', 'tokens', {}, enabled);

export const useAudit = (enabled: boolean): UseQueryResult<PageOf<AuditView>> =>
  useAsk('house', 'audit', { limit: 100 }, enabled);

export function useProblemPage(task: string, enabled: boolean): UseQueryResult<string> {
  return useQuery({
    queryKey: ['work', 'problem-page', task],
    queryFn: () => askText(`tasks/${encodeURIComponent(task)}/problem-page`),
    enabled,
  });
}

export function useTasks(
  query: Query,
  sort: TaskSort,
  descending: boolean,
): UseInfiniteQueryResult<InfiniteData<PageOf<TaskView>>> {
  const language = useLanguage();
  const fields = { ...selectorOf(query), sort, order: descending ? 'desc' : undefined, limit: TASKS_AT_ONCE };
  return useInfiniteQuery({
    queryKey: ['work', language, 'tasks', withQuery('', fields)],
    queryFn: ({ pageParam, signal }) =>
      ask<PageOf<TaskView>>(withQuery('tasks', { ...fields, cursor: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
