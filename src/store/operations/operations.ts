/** The named operations: all the store can do, each run whole in one transaction. */
import { answerRequest, claimRequest, forgetRequest } from './api-requests.ts';
import { closeBatch, lastExecutionNumber } from './close-batch.ts';
import {
  answerCommand,
  findCommand,
  listAudit,
  postCommand,
  recordAudit,
  takeCommands,
  waitingCommands,
  withdrawCommand,
} from './commands.ts';
import { commitPage, pagesToPublish, readPages } from './commit-page.ts';
import { cancelOpenTasks, giveUp } from './end-open-tasks.ts';
import { findBatch, findTask, openBatch } from './find-rows.ts';
import { loadHosts, saveHost } from './hosts.ts';
import {
  claimPurpose,
  endInstance,
  forgetWorker,
  leftoverWorkers,
  recordWorker,
  registerInstance,
  startsSince,
  takeover,
} from './instances.ts';
import { importBatch } from './import-batch.ts';
import { lanes } from './lanes.ts';
import { leaseTask } from './lease-task.ts';
import {
  countNotices,
  dueNotices,
  happeningsAfter,
  lastEvent,
  listNotices,
  noticeFailed,
  noticeMark,
  noticeSent,
  recordNotices,
  retryNotices,
  troubles,
} from './notices.ts';
import { moveWaits } from './move-waits.ts';
import { planBatch } from './plan-batch.ts';
import { planDetails } from './plan-details.ts';
import { releaseOrphans } from './release-orphans.ts';
import { reopen } from './reopen.ts';
import { reviseTask } from './revise-task.ts';
import { completedTasks, latestBatch, listBatches, listTasks, progress, taskEvents } from './reports.ts';
import {
  anchorSchedule,
  changeOccurrence,
  lastSeen,
  listOccurrences,
  openOccurrences,
  pausedSites,
  recordOccurrences,
  saveSeen,
  schedules,
  setPause,
} from './schedule.ts';
import {
  batchesClosedBefore,
  batchesToSum,
  removeFailedPages,
  removeInstances,
  removeTasks,
  summariseBatch,
} from './retention.ts';
import { settleTask } from './settle-task.ts';
import { batchSummaries, combinationSummaries } from './summarise-batch.ts';
import { addToken, countValidTokens, findToken, listTokens, noteTokenUse, revokeToken } from './tokens.ts';
import { loadNote, saveNote } from './upkeep-notes.ts';
import type { Operation } from '../statement.ts';

/** Operations that change nothing: they need no write transaction, and a read-only connection may run them. */
export const READS = {
  openBatch,
  findBatch,
  lastExecutionNumber,
  lanes,
  readPages,
  findTask,
  completedTasks,
  loadHosts,
  leftoverWorkers,
  listBatches,
  latestBatch,
  progress,
  listTasks,
  taskEvents,
  takeover,
  schedules,
  openOccurrences,
  listOccurrences,
  lastSeen,
  pausedSites,
  waitingCommands,
  findCommand,
  listAudit,
  batchesClosedBefore,
  batchesToSum,
  batchSummaries,
  combinationSummaries,
  loadNote,
  findToken,
  listTokens,
  countValidTokens,
  startsSince,
  happeningsAfter,
  lastEvent,
  troubles,
  noticeMark,
  dueNotices,
  listNotices,
  countNotices,
} as const;

export const WRITES = {
  planBatch,
  planDetails,
  giveUp,
  cancelOpenTasks,
  closeBatch,
  reopen,
  moveWaits,
  leaseTask,
  commitPage,
  pagesToPublish,
  settleTask,
  releaseOrphans,
  saveHost,
  registerInstance,
  endInstance,
  recordWorker,
  forgetWorker,
  claimPurpose,
  importBatch,
  reviseTask,
  anchorSchedule,
  recordOccurrences,
  changeOccurrence,
  saveSeen,
  setPause,
  postCommand,
  takeCommands,
  answerCommand,
  withdrawCommand,
  recordAudit,
  summariseBatch,
  removeTasks,
  removeFailedPages,
  removeInstances,
  saveNote,
  recordNotices,
  noticeSent,
  noticeFailed,
  retryNotices,
  addToken,
  revokeToken,
  noteTokenUse,
  claimRequest,
  answerRequest,
  forgetRequest,
} as const;

export const OPERATIONS = { ...READS, ...WRITES } as const;

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type ReadName = keyof typeof READS;
export type ArgumentsOf<N extends OperationName> = Parameters<Operations[N]>;
export type ResultOf<N extends OperationName> = ReturnType<Operations[N]> extends Operation<infer T> ? T : never;

/** Runs an operation by its name, somewhere: in a store thread, in process, over a connection. */
export type Caller<Name extends OperationName = OperationName> = <N extends Name>(
  name: N,
  ...args: ArgumentsOf<N>
) => Promise<ResultOf<N>>;
