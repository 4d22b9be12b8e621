/** What lists and figures are sorted and grouped by; apart from the shapes, so that a command needs no schema to name it. */
export const TASK_SORTS = ['order', 'started', 'duration', 'rows', 'pages', 'attempts', 'status'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];
export const STATISTICS_BY = ['site', 'city', 'operation', 'product', 'day', 'batch'] as const;
export type StatisticsBy = (typeof STATISTICS_BY)[number];
