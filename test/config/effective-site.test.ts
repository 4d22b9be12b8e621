import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { effectiveSite, unknownWebsites } from '../../src/config/effective-site.ts';
import { parseConfig } from '../../src/config/load.ts';

const site = {
  code: 'Inm24',
  hasDetail: true,
  defaults: { priority: 1, lanes: 2, alwaysOn: true, delaySeconds: 3, robots: 'respect', fetch: 'http' },
} as const;

function configOf(text: string) {
  return parseConfig(text, 'config.yaml', { environment: {}, workingDirectory: '/' }).config;
}

describe('how a site is run', () => {
  it('follows its definition and the general limits when nothing overrides them', () => {
    assert.deepEqual(effectiveSite(configOf(''), site), {
      code: 'Inm24',
      enabled: true,
      priority: 1,
      lanes: 2,
      alwaysOn: true,
      hasDetail: true,
      fetch: 'http',
      proxies: null,
      politeness: { delayMs: 3000, jitterMs: 1000, requestsPerMinute: 30, burst: 5, concurrency: 2, robots: 'respect' },
      sources: {
        enabled: 'default',
        priority: 'definition',
        lanes: 'definition',
        alwaysOn: 'definition',
        hasDetail: 'definition',
        fetch: 'definition',
        delay: 'definition',
        robots: 'definition',
        requestsPerMinute: 'security.rate_limiting.requests_per_minute',
      },
    });
  });

  it('follows websites.<site> first, and says so', () => {
    const config = configOf(
      'websites:\n  Inm24: { lanes: 1, rate_limit_seconds: 1.5, robots: ignore, enabled: false, always_on: false, priority: 9, has_detail_scraper: false }',
    );
    const effective = effectiveSite(config, site);
    assert.deepEqual(
      [effective.lanes, effective.politeness.concurrency, effective.politeness.delayMs, effective.politeness.robots],
      [1, 1, 1500, 'ignore'],
    );
    assert.deepEqual(
      [effective.enabled, effective.alwaysOn, effective.priority, effective.hasDetail],
      [false, false, 9, false],
    );
    assert.equal(effective.sources.lanes, 'websites.Inm24.lanes');
    assert.equal(effective.sources.delay, 'websites.Inm24.rate_limit_seconds');
  });

  it('cannot switch on a detail scraper that has no definition', () => {
    const config = configOf('websites:\n  CyT: { has_detail_scraper: true }');
    assert.equal(effectiveSite(config, { ...site, code: 'CyT', hasDetail: false }).hasDetail, false);
  });

  it('obeys robots.txt for one site although it is switched off for all', () => {
    const config = configOf('security:\n  robots_txt: { respect: false }\nwebsites:\n  CyT: { robots: respect }');
    assert.equal(effectiveSite(config, site).politeness.robots, 'ignore');
    assert.equal(effectiveSite(config, { ...site, code: 'CyT' }).politeness.robots, 'respect');
  });

  it('is fast in a rehearsal, but still paced', () => {
    const config = configOf('security:\n  rehearsal: { portals: "http://127.0.0.1:8080", delay_ms: 7 }');
    const { politeness, sources } = effectiveSite(config, site);
    assert.deepEqual(politeness, {
      delayMs: 7,
      jitterMs: 0,
      requestsPerMinute: Infinity,
      burst: Infinity,
      concurrency: 2,
      robots: 'respect',
    });
    assert.equal(sources.delay, 'rehearsal');
  });

  it('keeps the delay when requests a minute are not limited', () => {
    const { politeness } = effectiveSite(configOf('security:\n  rate_limiting: { enable: false }'), site);
    assert.deepEqual([politeness.delayMs, politeness.requestsPerMinute], [3000, Infinity]);
  });
});

it('settings of a site that does not exist are found, with the one that was meant', () => {
  const config = configOf('websites:\n  inm24: { lanes: 1 }\n  Lam: { lanes: 1 }\n  Vivanuncios: { lanes: 1 }');
  assert.deepEqual(unknownWebsites(config, ['Inm24', 'Lam']), [
    { code: 'inm24', meant: 'Inm24' },
    { code: 'Vivanuncios', meant: null },
  ]);
});
