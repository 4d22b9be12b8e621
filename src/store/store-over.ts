import type {
  CommandStore,
  NoticeStore,
  ReportStore,
  RequestStore,
  RetentionStore,
  SchemaInfo,
  ScheduleStore,
  Store,
  StoreChores,
  TaskStore,
  TokenStore,
} from './contract.ts';
import type { Caller, ReadName } from './operations/operations.ts';
import { storePage, toPage } from './rows.ts';

/** The contract over whatever runs the operations; it imports none of them, so the caller's thread stays light. */
export function storeOver(
  call: Caller,
  schema: () => Promise<SchemaInfo>,
  close: () => Promise<void>,
  chores: StoreChores,
): Store {
  return {
    batches: {
      planBatch: (plan) => call('planBatch', plan),
      openBatch: () => call('openBatch'),
      findBatch: (id) => call('findBatch', id),
      lastExecutionNumber: (monthYear) => call('lastExecutionNumber', monthYear),
      planDetails: (batch, plans, at) => call('planDetails', batch, plans, at),
      giveUp: (batch, scraper, trouble, at) => call('giveUp', batch, scraper, trouble, at),
      cancelOpenTasks: (batch, reason, at) => call('cancelOpenTasks', batch, reason, at),
      closeBatch: (batch, status, at) => call('closeBatch', batch, status, at),
      reopen: (reopening) => call('reopen', reopening),
      moveWaits: (move) => call('moveWaits', move),
    },
    tasks: tasksOver(call),
    hosts: {
      loadHosts: () => call('loadHosts'),
      saveHost: (state) => call('saveHost', state),
    },
    instances: {
      registerInstance: (instance) => call('registerInstance', instance),
      endInstance: (id, at) => call('endInstance', id, at),
      recordWorker: (worker) => call('recordWorker', worker),
      forgetWorker: (pid) => call('forgetWorker', pid),
      leftoverWorkers: (instance) => call('leftoverWorkers', instance),
      startsSince: (since) => call('startsSince', since),
      claimPurpose: (purpose) => call('claimPurpose', purpose),
    },
    schedule: {
      ...scheduleReportsOver(call),
      anchorSchedule: (anchor) => call('anchorSchedule', anchor),
      recordOccurrences: (occurrences, at) => call('recordOccurrences', occurrences, at),
      changeOccurrence: (change) => call('changeOccurrence', change),
      saveSeen: (at, trust) => call('saveSeen', at, trust),
      setPause: (pause) => call('setPause', pause),
    },
    commands: commandsOver(call),
    retention: retentionOver(call),
    tokens: tokensOver(call),
    requests: requestsOver(call),
    notices: noticesOver(call),
    chores,
    reports: reportsOver(call),
    importBatch: (imported) => call('importBatch', imported),
    reviseTask: (revision) => call('reviseTask', revision),
    takeover: () => call('takeover'),
    schema,
    close,
  };
}

function tasksOver(call: Caller): TaskStore {
  return {
    lanes: (batch, at) => call('lanes', batch, at),
    leaseTask: (request) => call('leaseTask', request),
    commitPage: (lease, generation, page) => call('commitPage', lease, generation, storePage(page)),
    readPages: async (task) => (await call('readPages', task)).map(toPage),
    pagesToPublish: async (lease) => {
      const pages = await call('pagesToPublish', lease);
      return pages === 'lease_lost' ? pages : pages.map(toPage);
    },
    settleTask: (settlement) => call('settleTask', settlement),
    releaseOrphans: (owner, at) => call('releaseOrphans', owner, at),
    findTask: (id) => call('findTask', id),
    completedTasks: (batch, scraper) => call('completedTasks', batch, scraper),
  };
}

/** The reading half, for callers that may run nothing else. */
export function reportsOver(call: Caller<ReadName>): ReportStore {
  return {
    listBatches: (limit) => call('listBatches', limit),
    latestBatch: () => call('latestBatch'),
    findBatch: (id) => call('findBatch', id),
    progress: (batch) => call('progress', batch),
    listTasks: (filter) => call('listTasks', filter),
    taskEvents: (task) => call('taskEvents', task),
  };
}

/** What may be read of the schedule. */
export type ScheduleReports = Omit<
  ScheduleStore,
  'anchorSchedule' | 'recordOccurrences' | 'changeOccurrence' | 'saveSeen' | 'setPause'
>;

export function scheduleReportsOver(call: Caller<ReadName>): ScheduleReports {
  return {
    schedules: () => call('schedules'),
    openOccurrences: () => call('openOccurrences'),
    listOccurrences: (schedule, limit) => call('listOccurrences', schedule, limit),
    lastSeen: () => call('lastSeen'),
    pausedSites: () => call('pausedSites'),
  };
}

/** What may be read of what stays. */
export type RetentionReports = Pick<
  RetentionStore,
  'batchesClosedBefore' | 'batchesToSum' | 'batchSummaries' | 'combinationSummaries' | 'loadNote'
>;

export function retentionReportsOver(call: Caller<ReadName>): RetentionReports {
  return {
    batchesClosedBefore: (before) => call('batchesClosedBefore', before),
    batchesToSum: () => call('batchesToSum'),
    batchSummaries: (limit) => call('batchSummaries', limit),
    combinationSummaries: (batch) => call('combinationSummaries', batch),
    loadNote: (name) => call('loadNote', name),
  };
}

function retentionOver(call: Caller): RetentionStore {
  return {
    ...retentionReportsOver(call),
    summariseBatch: (batch, at) => call('summariseBatch', batch, at),
    removeTasks: (batch, limit, at) => call('removeTasks', batch, limit, at),
    removeFailedPages: (batch, limit) => call('removeFailedPages', batch, limit),
    removeInstances: (before) => call('removeInstances', before),
    saveNote: (name, note) => call('saveNote', name, note),
  };
}

function tokensOver(call: Caller): TokenStore {
  return {
    addToken: (token) => call('addToken', token),
    findToken: (id) => call('findToken', id),
    listTokens: () => call('listTokens'),
    revokeToken: (id, actor, at) => call('revokeToken', id, actor, at),
    noteTokenUse: (id, at) => call('noteTokenUse', id, at),
    countValidTokens: (at) => call('countValidTokens', at),
  };
}

function requestsOver(call: Caller): RequestStore {
  return {
    claimRequest: (request) => call('claimRequest', request),
    answerRequest: (request, answer) => call('answerRequest', request, answer),
    forgetRequest: (request) => call('forgetRequest', request),
  };
}

/** What may be read of the messages to people. */
export type NoticeReports = Pick<NoticeStore, 'troubles' | 'listNotices' | 'countNotices'>;

export function noticeReportsOver(call: Caller<ReadName>): NoticeReports {
  return {
    troubles: () => call('troubles'),
    listNotices: (limit) => call('listNotices', limit),
    countNotices: () => call('countNotices'),
  };
}

function noticesOver(call: Caller): NoticeStore {
  return {
    ...noticeReportsOver(call),
    happeningsAfter: (event, limit) => call('happeningsAfter', event, limit),
    lastEvent: () => call('lastEvent'),
    recordNotices: (changes) => call('recordNotices', changes),
    noticeMark: () => call('noticeMark'),
    dueNotices: (at, limit) => call('dueNotices', at, limit),
    noticeSent: (id, at) => call('noticeSent', id, at),
    noticeFailed: (id, failure) => call('noticeFailed', id, failure),
    retryNotices: (ids, at) => call('retryNotices', ids, at),
  };
}

function commandsOver(call: Caller): CommandStore {
  return {
    postCommand: (command) => call('postCommand', command),
    waitingCommands: () => call('waitingCommands'),
    takeCommands: (taking) => call('takeCommands', taking),
    answerCommand: (id, answer, at) => call('answerCommand', id, answer, at),
    findCommand: (id) => call('findCommand', id),
    withdrawCommand: (id) => call('withdrawCommand', id),
    recordAudit: (entry) => call('recordAudit', entry),
    listAudit: (limit) => call('listAudit', limit),
  };
}
