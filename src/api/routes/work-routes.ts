/** The work: how it stands, batches, tasks, failures. */
import { z } from 'zod';
import { TASK_SORTS } from '../../monitoring/selector.ts';
import { batchShape, scraperShape, statusShape } from '../../monitoring/status-shape.ts';
import { reportShape } from '../../monitoring/statistics-shape.ts';
import { coverageShape, errorGroupShape, taskDetailShape, taskShape } from '../../monitoring/task-shape.ts';
import type { ApiDeps } from '../contract.ts';
import { Refusal } from '../problems.ts';
import { pagingQuery, selectorQuery, wholeNumber } from '../query-shapes.ts';
import { route } from '../route.ts';
import type { ApiRoute } from '../route.ts';

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() });
}

const oneBatch = z.strictObject({ batch: z.string().min(1).max(20).meta({ description: 'A batch, or `last`.' }) });
const oneTask = z.strictObject({ task: wholeNumber(Number.MAX_SAFE_INTEGER) });

/** A page from the web is text for whoever looks at it, and nothing else (T8). */
const AS_TEXT = {
  'content-type': 'text/plain; charset=utf-8',
  'content-security-policy': "sandbox; default-src 'none'",
} as const;

export function workRoutes({ reportPage }: Pick<ApiDeps, 'reportPage'>): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/status',
      access: 'viewer',
      summary: 'How things stand now: service, open batch, lanes, what runs, newest failures, system.',
      answer: { shape: statusShape },
      handle: ({ monitor }) => monitor.work.status(),
    }),
    route({
      method: 'GET',
      path: '/batches',
      access: 'viewer',
      summary: 'Batches, newest first.',
      query: pagingQuery,
      answer: { shape: pageOf(batchShape) },
      handle: ({ monitor, query }) => monitor.work.batches(query),
    }),
    route({
      method: 'GET',
      path: '/batches/{batch}',
      access: 'viewer',
      summary: 'One batch and its scrapers.',
      params: oneBatch,
      answer: { shape: z.strictObject({ batch: batchShape, scrapers: z.array(scraperShape) }) },
      handle: ({ monitor, params }) => monitor.work.batch(params.batch),
    }),
    route({
      method: 'GET',
      path: '/batches/{batch}/coverage',
      access: 'viewer',
      summary: 'Portal × city × operation × product: what became of each cell, and the change from the batch before.',
      params: oneBatch,
      answer: { shape: coverageShape },
      handle: ({ monitor, params }) => monitor.work.coverage(params.batch),
    }),
    route({
      method: 'GET',
      path: '/batches/{batch}/report',
      access: 'viewer',
      summary: 'What a batch left behind: coverage, causes, slowest tasks, fill rates.',
      params: oneBatch,
      answer: { shape: reportShape },
      handle: ({ monitor, params }) => monitor.figures.report(params.batch),
    }),
    reportHtml(reportPage),
    ...taskRoutes(),
  ];
}

/** Self-contained: its style and drawings stand in the page, and it may run nothing. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; sandbox";

function reportHtml(reportPage: ApiDeps['reportPage']): ApiRoute {
  return route({
    method: 'GET',
    path: '/batches/{batch}/report.html',
    access: 'viewer',
    summary: 'The same as one page to read or to print.',
    params: oneBatch,
    answer: { mediaType: 'text/html', description: 'One self-contained page.' },
    handle: async ({ monitor, params, language, reply }) => {
      const page = reportPage(await monitor.figures.report(params.batch), language);
      reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': REPORT_POLICY });
      return page;
    },
  });
}

function taskRoutes(): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/tasks',
      access: 'viewer',
      summary: 'Tasks that fit a selector, of one batch (the last one unless another is named).',
      query: selectorQuery.extend({
        ...pagingQuery.shape,
        sort: z.enum(TASK_SORTS).optional(),
        order: z.enum(['asc', 'desc']).optional(),
      }),
      answer: { shape: pageOf(taskShape) },
      handle: ({ monitor, query: { cursor, limit, sort = 'order', order = 'asc', ...selector } }) =>
        monitor.work.tasks(selector, { sort, descending: order === 'desc' }, { cursor, limit }),
    }),
    route({
      method: 'GET',
      path: '/tasks/{task}',
      access: 'viewer',
      summary: 'One task: its events, kept pages, advice, and the same search in earlier batches.',
      params: oneTask,
      answer: { shape: taskDetailShape },
      handle: ({ monitor, params }) => monitor.work.task(params.task),
    }),
    route({
      method: 'GET',
      path: '/tasks/{task}/problem-page',
      access: 'viewer',
      summary: 'The page of the portal that a task had trouble with, as text to save.',
      params: oneTask,
      answer: { mediaType: 'text/plain', description: 'The page as it came, as an attachment.' },
      handle: async ({ monitor, params, reply }) => {
        const page = await monitor.work.problemPage(params.task);
        if (page === null) throw new Refusal('E_UNKNOWN', 'noPage', String(params.task));
        reply.headers({ ...AS_TEXT, 'content-disposition': `attachment; filename="task-${params.task}.txt"` });
        return page;
      },
    }),
    route({
      method: 'GET',
      path: '/errors',
      access: 'viewer',
      summary: 'Failures by cause and site, with advice.',
      query: selectorQuery,
      answer: { shape: z.array(errorGroupShape) },
      handle: ({ monitor, query }) => monitor.work.errors(query),
    }),
  ];
}
