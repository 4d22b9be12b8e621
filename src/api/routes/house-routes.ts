/** Figures, sites, catalogue, schedule, logs, backups, settings, audit: reading. */
import { z } from 'zod';
import {
  auditShape,
  backupShape,
  catalogueShape,
  logLineShape,
  scheduleShape,
  settingShape,
  siteShape,
} from '../../monitoring/house-shape.ts';
import { STATISTICS_BY, statisticsShape, trendShape } from '../../monitoring/statistics-shape.ts';
import { logQuery, pagingQuery, selectorQuery, wholeNumber } from '../query-shapes.ts';
import { route } from '../route.ts';
import type { ApiRoute } from '../route.ts';
import { pageOf } from './work-routes.ts';

const MOST_BATCHES = 1000;
const LAST_BATCHES = 10;
const OCCURRENCES = 50;

const figureRoutes: readonly ApiRoute[] = [
  route({
    method: 'GET',
    path: '/statistics',
    access: 'viewer',
    summary: 'Figures of the last batches, grouped, beside their targets.',
    query: selectorQuery.extend({ by: z.enum(STATISTICS_BY).optional(), last: wholeNumber(MOST_BATCHES).optional() }),
    answer: { shape: statisticsShape },
    handle: ({ monitor, query: { by = 'site', last = LAST_BATCHES, ...selector } }) =>
      monitor.figures.statistics(selector, by, last),
  }),
  route({
    method: 'GET',
    path: '/trend',
    access: 'viewer',
    summary: 'One point a batch and site, oldest batch first.',
    query: z.strictObject({ last: wholeNumber(MOST_BATCHES).optional() }),
    answer: { shape: trendShape },
    handle: ({ monitor, query: { last = LAST_BATCHES } }) => monitor.figures.trend(last),
  }),
];

export const houseRoutes: readonly ApiRoute[] = [
  ...figureRoutes,
  route({
    method: 'GET',
    path: '/sites',
    access: 'viewer',
    summary: 'Sites: definition, governors, last results, fill rates.',
    answer: { shape: z.array(siteShape) },
    handle: ({ monitor }) => monitor.house.sites(),
  }),
  route({
    method: 'GET',
    path: '/catalogue',
    access: 'viewer',
    summary: 'The URL lists and what is wrong with them.',
    answer: { shape: catalogueShape },
    handle: ({ monitor }) => monitor.house.catalogue(),
  }),
  route({
    method: 'GET',
    path: '/schedule',
    access: 'viewer',
    summary: 'What is due when, and what became of the last occurrences.',
    query: z.strictObject({ limit: wholeNumber(1000).optional() }),
    answer: { shape: scheduleShape },
    handle: ({ monitor, query: { limit = OCCURRENCES } }) => monitor.house.schedule(limit),
  }),
  route({
    method: 'GET',
    path: '/logs',
    access: 'viewer',
    summary: 'The newest log lines that fit, oldest first.',
    query: logQuery,
    answer: { shape: z.array(logLineShape) },
    handle: ({ monitor, query }) => monitor.house.logs(query),
  }),
  route({
    method: 'GET',
    path: '/backups',
    access: 'viewer',
    summary: 'Backups and when each was verified.',
    answer: { shape: z.array(backupShape) },
    handle: ({ monitor }) => monitor.house.backups(),
  }),
  route({
    method: 'GET',
    path: '/settings',
    access: 'viewer',
    summary: 'The configuration in use and where each value comes from; secrets are masked.',
    answer: { shape: z.array(settingShape) },
    handle: ({ monitor }) => monitor.house.settings(),
  }),
  route({
    method: 'GET',
    path: '/audit',
    access: 'operator',
    summary: 'Who did what, newest first.',
    query: pagingQuery,
    answer: { shape: pageOf(auditShape) },
    handle: ({ monitor, query }) => monitor.house.audit(query),
  }),
];
