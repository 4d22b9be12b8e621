/** What one option alone cannot say: values that contradict each other. */
import type { Config } from './contract.ts';
import { formatDuration } from './option.ts';

export interface Contradiction {
  /** The option to change, dotted. */
  readonly path: string;
  /** The option it contradicts. */
  readonly other: string;
  readonly message: string;
}

/** Options of which the first may not be more than the second. */
const ORDERED: readonly (readonly [
  path: string,
  other: string,
  pick: (config: Config) => readonly [number, number],
  format: (value: number) => string,
])[] = [
  [
    'execution.retry.delay',
    'execution.retry.cap',
    ({ execution: { retry } }) => [retry.delay, retry.cap],
    formatDuration,
  ],
  [
    'execution.connect_timeout',
    'execution.request_timeout',
    ({ execution }) => [execution.connect_timeout, execution.request_timeout],
    formatDuration,
  ],
  [
    'execution.headers_timeout',
    'execution.request_timeout',
    ({ execution }) => [execution.headers_timeout, execution.request_timeout],
    formatDuration,
  ],
  [
    'execution.request_timeout',
    'execution.progress_timeout',
    ({ execution }) => [execution.request_timeout, execution.progress_timeout],
    formatDuration,
  ],
  [
    'scrapers.recycle_memory_mb',
    'execution.worker_memory_mb',
    ({ scrapers, execution }) => [scrapers.recycle_memory_mb, execution.worker_memory_mb],
    (mb) => `${mb} MB`,
  ],
  [
    'security.limits.wire_bytes',
    'security.limits.decoded_bytes',
    ({ security: { limits } }) => [limits.wire_bytes, limits.decoded_bytes],
    (bytes) => `${bytes} bytes`,
  ],
];

export function contradictions(config: Config): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const { batch_deadline: deadline, batch_interval: interval } = config.execution;
  if (deadline >= interval) {
    found.push({
      path: 'execution.batch_deadline',
      other: 'execution.batch_interval',
      message: `must be shorter than execution.batch_interval: saw ${formatDuration(deadline)}, and an interval of ${formatDuration(interval)}`,
    });
  }
  for (const [path, other, pick, format] of ORDERED) {
    const [value, most] = pick(config);
    if (value > most) found.push({ path, other, message: `${format(value)} is more than ${other} (${format(most)})` });
  }
  const agents = config.security.user_agents;
  if (agents.rotate && agents.custom_agents.length < 2) {
    found.push({
      path: 'security.user_agents.rotate',
      other: 'security.user_agents.custom_agents',
      message: 'true needs at least two agents in security.user_agents.custom_agents',
    });
  }
  return [...found, ...halfNotified(config), ...proxyContradictions(config), ...unreadLists(config)];
}

function unreadLists({ security }: Config): readonly Contradiction[] {
  if (security.data_validation.allowed_extensions.includes('.csv')) return [];
  const path = 'security.data_validation.allowed_extensions';
  return [{ path, other: 'data.urls', message: 'must have .csv: the URL lists of data.urls are CSV files' }];
}

/** A proxy named twice, or one that a site names and nobody has. */
function proxyContradictions({ security, websites }: Config): readonly Contradiction[] {
  const path = 'security.proxies.addresses';
  const names = security.proxies.addresses.map((entry) => entry.split(' ')[0] ?? '');
  const doubled = names.filter((name, index) => names.indexOf(name) !== index);
  const unknown = Object.entries(websites).flatMap(([site, { proxies = [] }]) =>
    proxies.filter((name) => !names.includes(name)).map((name) => [site, name] as const),
  );
  return [
    ...doubled.map((name) => ({ path, other: path, message: `the name ${name} stands there twice` })),
    ...unknown.map(([site, name]) => ({
      path: `websites.${site}.proxies`,
      other: path,
      message: `there is no proxy ${JSON.stringify(name)} in ${path}`,
    })),
  ];
}

/** A channel that is half configured would say nothing on the night it is needed. */
function halfNotified({ notifications: { email, webhook } }: Config): readonly Contradiction[] {
  const at = 'notifications.';
  return [
    ...(email.host !== null && email.to.length === 0
      ? [{ path: `${at}email.to`, other: `${at}email.host`, message: 'is empty: nobody would get the mails' }]
      : []),
    ...(email.user !== null && email.password === null
      ? [{ path: `${at}email.password`, other: `${at}email.user`, message: 'is empty, and a user is named' }]
      : []),
    ...(webhook.urls.length > 0 && webhook.secrets.length === 0
      ? [{ path: `${at}webhook.secrets`, other: `${at}webhook.urls`, message: 'is empty: webhooks are always signed' }]
      : []),
  ];
}
