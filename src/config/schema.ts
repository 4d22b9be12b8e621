import { z } from 'zod';
import { api } from './api-options.ts';
import { notifications } from './notification-options.ts';
import { browser, execution, scrapers, websites } from './running-options.ts';
import { schedule } from './schedule-options.ts';
import { security } from './security-options.ts';
import { backup, data, database, logging, maintenance, monitoring, pages } from './storage-options.ts';

/** The whole configuration: type, default, unit and description of each option in one line (docs/configuration.md is made from it). */
export const configSchema = z.strictObject({
  database,
  data,
  pages,
  scrapers,
  execution,
  schedule,
  websites,
  browser,
  monitoring,
  notifications,
  api,
  security,
  logging,
  backup,
  maintenance,
});
