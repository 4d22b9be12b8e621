import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { formatSource, loadConfig, parseConfig } from '../../src/config/load.ts';
import { YamlFault } from '../../src/yaml/fault.ts';

const nowhere = { environment: {}, workingDirectory: '/work-dir' };

function parse(text: string, environment: Readonly<Record<string, string>> = {}) {
  return parseConfig(text, '/etc/house/config.yaml', { environment, workingDirectory: '/' });
}

function messageFor(text: string, environment: Readonly<Record<string, string>> = {}): string {
  try {
    parse(text, environment);
  } catch (error) {
    assert.ok(error instanceof YamlFault);
    assert.equal(error.code, 'E_CONFIG');
    assert.equal(error.entry.exit, 78);
    return error.issues.map((one) => `${one.file}:${one.line ?? ''} ${one.path}: ${one.message}`).join('\n');
  }
  return assert.fail('accepted');
}

describe('the defaults', () => {
  const { config } = parseConfig('', null, nowhere);

  it('are the figures of the requirements, but for the rotation of agents', () => {
    assert.deepEqual(config.security.rate_limiting, {
      enable: true,
      requests_per_minute: 30,
      burst_limit: 5,
      jitter: 1000,
    });
    assert.deepEqual(config.security.user_agents, {
      rotate: false,
      custom_agents: ['ScrapingBot/1.0 (+http://empresa.com/bot)'],
    });
    assert.deepEqual(config.security.robots_txt, { respect: true, cache_duration: 3600 });
    assert.deepEqual(config.security.data_validation, {
      enable: true,
      max_field_length: 1000,
      allowed_extensions: ['.csv', '.json', '.txt'],
    });
    assert.deepEqual(config.security.system_limits, {
      max_memory_mb: 2048,
      max_execution_time: 7200,
      max_file_size_mb: 100,
    });
    assert.equal(config.execution.max_concurrency, 8);
    assert.equal(config.execution.batch_interval, 15 * 86_400_000);
    assert.deepEqual(config.execution.retry, {
      max_attempts: 3,
      strategy: 'exponential',
      delay: 1_800_000,
      cap: 14_400_000,
    });
    assert.equal(config.database.synchronous, 'FULL');
    assert.equal(config.database.mmap_size, 0);
    assert.equal(config.data.time_zone, 'America/Mexico_City');
  });

  it('stand for a section whose keys are all commented out', () => {
    assert.deepEqual(
      parse('execution:\n  # max_concurrency: 4\nwebsites:\n  Inm24:\n').config.execution,
      config.execution,
    );
  });
});

describe('what is wrong is said with its place', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'an unknown key',
      'execution:\n  max_concurency: 4',
      'execution.max_concurency: unknown key; did you mean max_concurrency?',
    ],
    [
      'a wrong type',
      'execution:\n  max_concurrency: eight',
      'execution.max_concurrency: expected a whole number, saw "eight"',
    ],
    [
      'a value outside its bounds',
      'execution:\n  max_concurrency: 0',
      'execution.max_concurrency: expected a number of at least 1, saw 0',
    ],
    [
      'a duration without unit',
      'execution:\n  slice: 7200',
      'execution.slice: expected a duration from 1s to 7d with its unit (ms, s, m, h, d), such as 7200s; saw 7200',
    ],
    [
      'an unknown word',
      'execution:\n  phase_barrier: sites',
      'execution.phase_barrier: expected one of site, batch, saw "sites"; did you mean site?',
    ],
    [
      'an unknown zone',
      'data:\n  time_zone: Guadalajara',
      'data.time_zone: expected an IANA time zone such as America/Mexico_City, saw "Guadalajara"',
    ],
    [
      'practice portals on another machine',
      'security:\n  rehearsal: { portals: "http://portal.example" }',
      'security.rehearsal.portals: expected an http address of this machine such as http://127.0.0.1:8080, saw "http://portal.example"',
    ],
    [
      'a header hidden in an agent',
      'security:\n  user_agents: { custom_agents: ["a\\r\\nX: y"] }',
      'security.user_agents.custom_agents.0: expected one line of plain text, saw "a\\r\\nX: y"',
    ],
    [
      'a typing error in a website',
      'websites:\n  Inm24: { lane: 2 }',
      'websites.Inm24.lane: unknown key; did you mean lanes?',
    ],
    [
      'a batch that never ends',
      'execution:\n  batch_deadline: 15d',
      'execution.batch_deadline: must be shorter than execution.batch_interval: saw 15d, and an interval of 15d',
    ],
    [
      'a retry delay above its cap',
      'execution:\n  retry: { delay: 5h }',
      'execution.retry.delay: 5h is more than execution.retry.cap (4h)',
    ],
    [
      'a rotation of one agent',
      'security:\n  user_agents: { rotate: true }',
      'security.user_agents.rotate: true needs at least two agents in security.user_agents.custom_agents',
    ],
  ];
  for (const [what, text, expected] of cases) {
    it(`names ${what}`, () => {
      assert.equal(messageFor(text), `/etc/house/config.yaml:2 ${expected}`);
    });
  }

  it('points at the option that somebody wrote, not at the default it contradicts', () => {
    assert.equal(
      messageFor('execution:\n  worker_memory_mb: 100'),
      '/etc/house/config.yaml:2 scrapers.recycle_memory_mb: 256 MB is more than execution.worker_memory_mb (100 MB)',
    );
  });
});

describe('the environment', () => {
  it('wins over the file, and is named as the source', () => {
    const { config, sourceOf } = parse('execution:\n  max_concurrency: 4\n  slice: 1h', {
      SCRAPING_EXECUTION_MAX_CONCURRENCY: '6',
      SCRAPING_SECURITY_ALLOWED_HOSTS: 'a.example, b.example',
      SCRAPING_DATA_CODES: '',
      SCRAPING_EXECUTION_RETRY_DELAY: '5m',
      SCRAPING_SECURITY_ROBOTS_TXT_RESPECT: 'false',
    });
    assert.equal(config.execution.max_concurrency, 6);
    assert.deepEqual(config.security.allowed_hosts, ['a.example', 'b.example']);
    assert.equal(config.data.codes, null);
    assert.equal(config.execution.retry.delay, 300_000);
    assert.equal(config.security.robots_txt.respect, false);
    assert.equal(formatSource(sourceOf('execution.max_concurrency')), 'SCRAPING_EXECUTION_MAX_CONCURRENCY');
    assert.equal(formatSource(sourceOf('execution.slice')), '/etc/house/config.yaml:3');
    assert.equal(formatSource(sourceOf('execution.max_pages')), 'default');
  });

  it('names every value that does not fit', () => {
    assert.equal(
      messageFor('', { SCRAPING_EXECUTION_MAX_CONCURRENCY: 'many', SCRAPING_EXECUTION_SLICE: '5' }),
      [
        'SCRAPING_EXECUTION_MAX_CONCURRENCY: execution.max_concurrency: expected whole number 1–256, saw "many"',
        'SCRAPING_EXECUTION_SLICE: execution.slice: expected a duration such as 7200s, saw "5"',
      ].join('\n'),
    );
  });

  it('warns of a variable that names no option', () => {
    const { warnings } = parse('', { SCRAPING_DATA_URL: '/x', HOME: '/root' });
    assert.deepEqual(warnings, ['no option has the variable SCRAPING_DATA_URL; did you mean SCRAPING_DATA_URLS?']);
  });
});

describe('relative paths', () => {
  it("count from the configuration file's folder", () => {
    const { config } = parse(
      'data:\n  urls: ../urls\n  codes: codes.yaml\nscrapers:\n  definitions: [sites, /opt/sites]',
    );
    assert.equal(config.data.urls, '/etc/urls');
    assert.equal(config.data.codes, '/etc/house/codes.yaml');
    assert.deepEqual(config.scrapers.definitions, ['/etc/house/sites', '/opt/sites']);
  });
});

describe('the search for the file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const write = (name: string, concurrency: number): Promise<void> =>
    writeFile(join(folder, name), `execution:\n  max_concurrency: ${concurrency}\n`);

  it('takes --config before SCRAPING_CONFIG before ./config.yaml', async () => {
    await Promise.all([write('config.yaml', 1), write('environment.yaml', 2), write('option.yaml', 3)]);
    const location = { workingDirectory: folder, environment: {} };
    const environment = { SCRAPING_CONFIG: 'environment.yaml' };
    assert.equal((await loadConfig(location)).config.execution.max_concurrency, 1);
    assert.equal((await loadConfig({ ...location, environment })).config.execution.max_concurrency, 2);
    const chosen = await loadConfig({ ...location, environment, file: 'option.yaml' });
    assert.equal(chosen.config.execution.max_concurrency, 3);
    assert.equal(chosen.file, join(folder, 'option.yaml'));
  });

  it('refuses a file that was named and is not there', async () => {
    const location = { workingDirectory: folder, environment: { SCRAPING_CONFIG: 'gone.yaml' } };
    await assert.rejects(loadConfig(location), {
      code: 'E_CONFIG',
      message: 'the configuration file gone.yaml (from SCRAPING_CONFIG) does not exist',
    });
    await assert.rejects(loadConfig({ ...location, file: 'lost.yaml' }), {
      message: 'the configuration file lost.yaml (from --config) does not exist',
    });
  });

  it('refuses a file that is there and is not text', async () => {
    await writeFile(join(folder, 'config.yaml'), Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    await assert.rejects(
      loadConfig({ workingDirectory: folder, environment: {} }),
      /config\.yaml cannot be read: it is not UTF-8 text/,
    );
  });

  it(
    'refuses a file it may not read, rather than going on with other settings',
    { skip: process.getuid?.() === 0 && 'root may read everything' },
    async () => {
      await write('config.yaml', 1);
      await chmod(join(folder, 'config.yaml'), 0);
      await assert.rejects(loadConfig({ workingDirectory: folder, environment: {} }), /cannot be read/);
    },
  );
});
