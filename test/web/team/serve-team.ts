/** The real API server before a team's data: what the dashboard is shown to, and tested with. */
import { fileURLToPath } from 'node:url';
import type { ApiDeps } from '../../../src/api/contract.ts';
import { createApiServer } from '../../../src/api/server.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Monitor } from '../../../src/monitoring/contract.ts';
import type { Role } from '../../../src/monitoring/house-shape.ts';
import type { SiteTestView } from '../../../src/monitoring/site-test-shape.ts';
import { reportPage } from '../../../src/reporting/report-page.ts';
import { recordingLog } from '../../upkeep/installation.ts';
import { createTeam, monitorOf } from './monitor.ts';
import type { Team } from './monitor.ts';

export const WEB_FOLDER = fileURLToPath(new URL('../../../web/dist', import.meta.url));
/** Each role's token. */
export const TOKENS: Readonly<Record<Role, string>> = {
  viewer: 'viewer-token',
  operator: 'operator-token',
  admin: 'admin-token',
};

export interface ServedTeam {
  readonly team: Team;
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly basePath?: string;
  readonly port?: number;
  /** What stands between the data and the API: a test puts its poison in. */
  readonly through?: (monitor: Monitor) => Monitor;
  readonly siteTest?: SiteTestView;
  /** A smaller team: every so many of its searches, 14 batches. */
  readonly every?: number;
}

const TESTED: SiteTestView = {
  site: 'CyT',
  url: 'https://www.casasyterrenos.com/jalisco/guadalajara/casas/venta',
  verdict: 'ok',
  rows: [{ listing_id: '1' }, { listing_id: '2' }],
  fields: [
    {
      field: 'price',
      filled: 2,
      rows: 2,
      alternatives: [{ source: 'json-ld', used: 2 }],
      example: '3,450,000',
      failed: null,
    },
  ],
  next: null,
  total: 412,
  error: null,
};

export async function serveTeam({
  basePath = '',
  port = 0,
  through = (one) => one,
  siteTest = TESTED,
  every = 1,
}: ServeOptions = {}): Promise<ServedTeam> {
  const team = createTeam(every);
  const owners = Object.entries(TOKENS).map(([role, token]) => ({
    token,
    id: role,
    name: `the ${role}`,
    role: role as Role,
  }));
  const deps: ApiDeps = {
    settings: {
      basePath,
      allowedHosts: [],
      trustedProxies: [],
      requestsPerMinute: 1_000_000,
      loginsPerMinute: 1000,
      maxConnections: 200,
      maxStreams: 100,
      sessionMs: 3_600_000,
    },
    monitorFor: (language) => through(monitorOf(team, language)),
    tokens: {
      ownerOf: async (token) => owners.find((owner) => owner.token === token) ?? null,
      stillGood: async (id) => owners.find((owner) => owner.id === id) ?? null,
      anyToken: async () => true,
    },
    requests: {
      claimRequest: async () => ({ kind: 'new' }),
      answerRequest: async () => undefined,
      forgetRequest: async () => undefined,
    },
    testSite: async () => siteTest,
    audit: async () => undefined,
    readiness: async () => ({ ready: true, checks: [] }),
    metrics: null,
    reportPage,
    isOwnUser: async () => false,
    webFolder: WEB_FOLDER,
    clock: systemClock,
    log: recordingLog(),
  };
  const server = await createApiServer(deps);
  const at = await server.listen('127.0.0.1', port);
  return { team, url: `http://127.0.0.1:${at.port}${basePath}/`, close: () => server.close() };
}
