import { initialSchema } from './001-initial-schema.ts';
import { performanceIndexes } from './002-performance-indexes.ts';
import { metricsFields } from './003-metrics-fields.ts';
import { constraints } from './004-constraints.ts';
import { orchestratorTables } from './005-orchestrator-tables.ts';
import { scheduleAndCommands } from './006-schedule-and-commands.ts';
import { summaries } from './007-summaries.ts';
import { apiTokens } from './008-api-tokens.ts';
import { notices } from './009-notices.ts';
import { waitingIndexes } from './010-waiting-indexes.ts';
import { keptCounts } from './011-kept-counts.ts';
import { keptFigures } from './012-kept-figures.ts';
import { figuresOfASite } from './013-figures-of-a-site.ts';
import { waitingTasksIndex } from './014-waiting-tasks-index.ts';
import type { LATEST_VERSION } from './latest-version.ts';
import type { Migration } from './migration.ts';

/** In order, without gaps: 1–3 are the user's, ours follow. There are as many as `LATEST_VERSION` says. */
export const MIGRATIONS = [
  initialSchema,
  performanceIndexes,
  metricsFields,
  constraints,
  orchestratorTables,
  scheduleAndCommands,
  summaries,
  apiTokens,
  notices,
  waitingIndexes,
  keptCounts,
  keptFigures,
  figuresOfASite,
  waitingTasksIndex,
] as const satisfies readonly Migration[] & { readonly length: typeof LATEST_VERSION };
