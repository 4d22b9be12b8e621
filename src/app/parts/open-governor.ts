/** The governor of this process, with what the store remembers of each host and a robots.txt reader of its own. */
import type { Config } from '../../config/contract.ts';
import type { Clock, Random } from '../../core/clock.ts';
import { codeOf, Fault, messageOf } from '../../core/errors.ts';
import type { Politeness } from '../../core/politeness.ts';
import type { FetcherSettings, Governor, GovernorEvent, HostMemory } from '../../fetching/contract.ts';
import { createGovernor } from '../../fetching/governor.ts';
import type { RobotsFetcher, SiteWay } from '../../fetching/robots-fetch.ts';
import type { HostStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import { fetcherSettings } from './fetcher-settings.ts';
import { createHostWatch } from './host-watch.ts';
import type { KnownSite, Sites } from './load-sites.ts';
import { readProxies } from './read-proxies.ts';

export interface GovernorParts {
  readonly config: Config;
  readonly sites: Sites;
  /** null = nothing is remembered, as for a single page asked by hand. */
  readonly hosts: HostStore | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The governor, and how long each host's circuit was open since the batch began. */
export interface WatchedGovernor extends Governor {
  /** Circuits are counted anew from here on. */
  beginBatch(): void;
  /** So long was the host's circuit open in this batch, ms; 0 for one that has recovered. */
  openMs(host: string): number;
}

export async function openGovernor({
  config,
  sites,
  hosts,
  clock,
  random,
  log,
}: GovernorParts): Promise<WatchedGovernor> {
  const remembered = (await hosts?.loadHosts()) ?? [];
  const watch = createHostWatch(remembered, clock);
  const save = (memory: HostMemory): void => {
    hosts?.saveHost(memory).catch((error: unknown) => {
      log.warn('host_not_saved', { host: memory.host, code: codeOf(error), error: messageOf(error) });
    });
  };
  const settings = fetcherSettings(config, await readProxies(config));
  const robots = lateRobotsFetcher(settings, clock, sites);
  const governor = createGovernor({
    politenessOf: (site) => politenessOf(sites, site),
    clock,
    random,
    fetchRobots: robots.fetchRobots,
    userAgent: settings.userAgent,
    robots: { freshMs: config.security.robots_txt.cache_duration * 1000 },
    hosts: remembered,
    onHostChange: (memory) => {
      save(watch.changed(memory));
    },
    onEvent: (event) => {
      tell(log, event);
    },
  });
  return {
    acquire: (request, signal) => governor.acquire(request, signal),
    report: (report) => {
      governor.report(report);
    },
    snapshot: () => governor.snapshot(),
    beginBatch: () => {
      for (const memory of watch.beginBatch()) save(memory);
    },
    openMs: (host) => watch.openMs(host),
    close: async () => {
      await governor.close();
      await robots.close();
    },
  };
}

/** Comes with the first robots.txt: what talks HTTP is a hundred modules, and a start has nothing to ask. */
function lateRobotsFetcher(settings: FetcherSettings, clock: Clock, sites: Sites): RobotsFetcher {
  let loaded: Promise<RobotsFetcher> | null = null;
  const load = async (): Promise<RobotsFetcher> => {
    const { createRobotsFetcher } = await import('../../fetching/robots-fetch.ts');
    return createRobotsFetcher(settings, { clock, wayOf: (site) => wayOf(sites, site) });
  };
  return {
    fetchRobots: async (request, permits, signal) => {
      loaded ??= load();
      return (await loaded).fetchRobots(request, permits, signal);
    },
    close: async () => {
      await (await loaded)?.close();
    },
  };
}

function politenessOf(sites: Sites, site: string): Politeness {
  return knownSite(sites, site).effective.politeness;
}

function wayOf(sites: Sites, code: string): SiteWay {
  const { site, effective } = knownSite(sites, code);
  return { proxies: effective.proxies, ignoresCertificates: site.ignoresCertificates };
}

function knownSite(sites: Sites, site: string): KnownSite {
  const known = sites.byCode.get(site);
  if (known === undefined) throw new Fault('E_NO_DEFINITION', `there is no site ${JSON.stringify(site)}`);
  return known;
}

function tell(log: Log, { kind, ...fields }: GovernorEvent): void {
  log.warn(kind, fields);
}
