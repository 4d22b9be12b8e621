/** What the dashboard says, in English. `spanish.ts` has the same shape: a word that is missing there does not compile. */
import { ENGLISH_HOUSE } from './english-house.ts';
import { ENGLISH_WORK } from './english-work.ts';
import { operationName } from './names.ts';

const general = {
  loading: 'Loading …',
  unreachable: 'The service cannot be reached.',
  tryAgain: 'Try again',
  close: 'Close',
  notNow: 'Not now',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  opensPortal: 'Opens the portal in a new tab',
  noMessage: 'No message.',
  whatToDo: 'What to do',
  yes: 'yes',
  no: 'no',
  isNew: 'new',
  newestBatch: 'newest',
  total: 'total',
  batch: 'Batch',
  site: 'Portal',
  product: 'Product',
  status: 'Status',
  rows: 'rows',
  pages: 'pages',
  attempts: 'attempts',
  duration: 'Duration',
  started: 'Started',
  finished: 'Finished',
  failed: 'Failed',
  change: 'Change',
  place: 'Place',
  kind: 'Kind',
  reason: 'Reason',
  tasksWord: 'tasks',
  operationNames: (code: string): string => operationName(code, 'en'),
  fields: {
    batch: 'Batch',
    site: 'Portal',
    city: 'City',
    operation: 'Operation',
    product: 'Product',
    phase: 'Phase',
    status: 'Status',
    verdict: 'Verdict',
    error: 'Error',
    text: 'Text',
  },
};

const pageNames = {
  now: 'Now',
  coverage: 'Coverage',
  tasks: 'Tasks',
  causes: 'Causes',
  sites: 'Portals',
  trends: 'Trends',
  logs: 'Logs',
  upkeep: 'Backups and schedule',
  settings: 'Settings',
  access: 'Access',
};

const shell = {
  skip: 'To the content',
  menu: 'Menu',
  pages: 'Pages',
  keys: 'Keys',
  keyFilter: 'Filter',
  keyHelp: 'This help',
  keyClose: 'Close a dialog, or do nothing',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  themeIs: (now: string, next: string) => `Colours: ${now}. Switch to ${next}`,
  live: { connecting: 'connecting …', live: 'live', lost: 'connection lost' },
  lost: 'Connection lost.',
  lostSince: (time: string) => `What you see is of ${time}. Trying again …`,
  neverHeard: 'Nothing has been heard yet. Trying again …',
};

const login = {
  lead: 'This dashboard asks for a token.',
  token: 'Token',
  enter: 'Sign in',
  leave: 'Leave',
  where: 'An administrator makes one on the Access page, or at the terminal of the server:',
};

export const ENGLISH = {
  ...general,
  pageNames,
  shell,
  login,
  ...ENGLISH_WORK,
  ...ENGLISH_HOUSE,
};
