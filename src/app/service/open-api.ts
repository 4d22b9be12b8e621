/**
 * The door to the outside: API and dashboard, opened once the service works, opened again when its options change.
 * Without any token it stands open to this machine only, whatever `api.host` says (T11); that never stops the work.
 */
import { fileURLToPath } from 'node:url';
import type { ApiServer, ApiSettings } from '../../api/contract.ts';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { DATA } from '../../core/places.ts';
import { createTokenCheck } from '../../monitoring/token-desk.ts';
import type { Store } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Service } from '../../upkeep/service.ts';
import type { DueService } from '../../upkeep/service-loop.ts';
import type { LiveEngine } from '../run/live-engine.ts';
import type { ServiceStage } from '../view/live-from-service.ts';
import type { ServiceMonitor } from './open-service-monitor.ts';
import { isOwnUser } from './peer-user.ts';
import { readinessOf } from './readiness.ts';
import { definitionTrial } from '../trial/try-definition.ts';

export interface ApiHouse {
  /** Configuration and governor of now: a reload replaces both. */
  readonly live: Pick<LiveEngine, 'config' | 'engine'>;
  readonly store: Pick<Store, 'tokens' | 'requests' | 'commands' | 'batches'>;
  readonly monitor: Pick<ServiceMonitor, 'in'>;
  readonly metrics: Pick<Metrics, 'text'>;
  readonly stage: () => ServiceStage;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ApiDoor {
  /** For the shared loop. */
  readonly due: DueService;
  close(): Promise<void>;
}

interface Standing {
  readonly server: ApiServer;
  /** Of the options and the address it was opened with. */
  readonly mark: string;
}

const WEB_FOLDER = fileURLToPath(DATA.dashboard);
/** A port that is taken, a first token, other options: noticed within so long. */
const LOOK_MS = 5000;
const THIS_MACHINE = '127.0.0.1';

/** A service of the shared loop: what is not open is tried again, and its failure stands in the status. */
export function createApiDoor(house: ApiHouse): ApiDoor {
  let standing: Standing | null = null;
  let closed = false;
  const close = async (): Promise<void> => {
    const { server } = standing ?? {};
    standing = null;
    await server?.close();
  };
  const service: Service = {
    name: 'api',
    runOnce: async () => {
      const { api } = house.live.config;
      if (closed || !api.enabled) {
        await close();
        return { listening: null };
      }
      const host = await hostToUse(house, api.host);
      const mark = JSON.stringify([host, api]);
      if (standing?.mark !== mark) {
        await close();
        standing = { server: await open(house, host), mark };
      }
      return { listening: host };
    },
  };
  return {
    due: { service, when: { kind: 'every', ms: LOOK_MS, first: 'later' } },
    close: async () => {
      closed = true;
      await close();
    },
  };
}

async function hostToUse({ store, clock, log }: ApiHouse, wanted: string): Promise<string> {
  if (isThisMachine(wanted) || (await store.tokens.countValidTokens(clock.now())) > 0) return wanted;
  log.debug('api_without_token', { wanted });
  return THIS_MACHINE;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** @throws {Fault} E_API_ADDRESS */
async function open(house: ApiHouse, host: string): Promise<ApiServer> {
  const { live, clock, log, monitor, metrics, stage, store } = house;
  const { api } = live.config;
  // Loaded here: the service is at work before its door is.
  const [{ createApiServer }, { reportPage }] = await Promise.all([
    import('../../api/server.ts'),
    import('../../reporting/report-page.ts'),
  ]);
  const server = await createApiServer({
    settings: settingsOf(api),
    monitorFor: (language) => monitor.in(language),
    tokens: createTokenCheck({ tokens: store.tokens, clock }),
    requests: store.requests,
    testSite: definitionTrial({ config: () => live.config, permits: () => live.engine.permits, clock }),
    audit: (entry) => store.commands.recordAudit({ ...entry, at: clock.now() }),
    readiness: () => readinessOf({ stage: stage(), store, condition: live.engine.condition(), clock }),
    metrics: () => metrics.text(),
    reportPage,
    isOwnUser,
    webFolder: WEB_FOLDER,
    clock,
    log,
  });
  const { port } = await server.listen(host, api.port);
  log.info('api_open', { host, port, base_path: api.base_path });
  if (host !== api.host && host === THIS_MACHINE) {
    log.warn('api_for_this_machine_only', {
      wanted: api.host,
      code: 'E_TOKEN',
      advice:
        'Nobody has a token: `scraping-monitor token create` makes one, and the API opens to the network by itself.',
    });
  }
  return server;
}

function settingsOf(api: Config['api']): ApiSettings {
  return {
    basePath: api.base_path,
    allowedHosts: api.allowed_hosts,
    trustedProxies: api.trusted_proxies,
    requestsPerMinute: api.requests_per_minute,
    loginsPerMinute: api.logins_per_minute,
    maxConnections: api.max_connections,
    maxStreams: api.max_streams,
    sessionMs: api.session,
  };
}
