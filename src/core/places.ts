/**
 * Where the product's programs, threads and data lie: as they stand in a checkout, or in a release, where all code is in
 * one folder and each entry has its own name. Nothing else asks where it is (scripts/build-release.mjs, decision 012).
 */

import { RELEASE } from './version.ts';

/** Whatever is started by its file, by its name in a release: programs of `bin/`, worker processes, threads. */
export const ENTRIES = {
  'scraping-orchestrator': 'cli/scraping-orchestrator.ts',
  'scraping-monitor': 'cli/scraping-monitor.ts',
  worker: 'worker.ts',
  'store-thread': 'store/sqlite/thread.ts',
  'reader-thread': 'store/sqlite/reader-thread.ts',
  'upkeep-thread': 'store/sqlite/upkeep-thread.ts',
  'extraction-thread': 'app/trial/extraction-thread.ts',
} as const;

/** `lib/` of a release and `src/core/` of a checkout are the folders of this module. */
const ROOT = new URL(RELEASE === null ? '../../' : '../', import.meta.url);

export function entryPlace(name: keyof typeof ENTRIES): URL {
  return new URL(RELEASE === null ? `src/${ENTRIES[name]}` : `lib/${name}.js`, ROOT);
}

/** Data that comes with the product. */
export const DATA = {
  sites: new URL('sites', ROOT),
  codes: new URL('data/codes.yaml', ROOT),
  dashboard: new URL('web/dist', ROOT),
} as const;
