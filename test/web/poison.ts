/** A monitor whose every stored text is an attack. What is no text (ids, instants, statuses) stays as it is. */
import type { Monitor } from '../../src/monitoring/contract.ts';
import { PAYLOADS } from './payloads.ts';

/** Fields that hold what somebody else wrote: portals, catalogue, operators, files, errors. */
const TEXTS = new Set([
  'url',
  'key',
  'scraper',
  'city',
  'product',
  'operation',
  'message',
  'errorMessage',
  'errorCode',
  'code',
  'example',
  'advice',
  'command',
  'outputPath',
  'actor',
  'step',
  'robots',
  'waitingFor',
  'reason',
  'place',
  'kind',
  'name',
  'hosts',
  'host',
  'file',
  'hash',
  'fault',
  'by',
  'field',
  'folder',
  'troubles',
  'version',
  'schedule',
  'cure',
  'event',
  'fields',
  'description',
  'value',
  'source',
  'unit',
  'createdBy',
  'action',
  'details',
  'outcome',
  'pausedBy',
]);
/** Texts of a list take turns, ten rows show them all. */
const TURNS = 10;
/** In these the same name is a word of ours. */
const OURS: Readonly<Record<string, ReadonlySet<string>>> = {
  schedule: new Set(['kind']),
  sites: new Set(['robots']),
  statistics: new Set(['by', 'name', 'unit']),
};

const ALL = PAYLOADS.join(' ');
const GROUPS = Array.from({ length: TURNS }, (_, turn) =>
  PAYLOADS.filter((_payload, index) => index % TURNS === turn).join(' '),
);

function poisoned(value: unknown, where: string, field: string | null, turn: number | null): unknown {
  if (typeof value === 'string') return field === null ? value : turn === null ? ALL : GROUPS[turn % TURNS];
  if (Array.isArray(value)) return value.map((item, index) => poisoned(item, where, field, index));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isText = TEXTS.has(name) && OURS[where]?.has(name) !== true;
      return [name, poisoned(inner, where, isText ? name : field, turn)];
    }),
  );
}

type Methods = Readonly<Record<string, (...given: never[]) => unknown>>;

function through<Desk extends object>(desk: Desk): Desk {
  return Object.fromEntries(
    Object.entries(desk as unknown as Methods).map(([name, method]) => [
      name,
      async (...given: never[]) => poisoned(await method(...given), name, name === 'problemPage' ? 'page' : null, null),
    ]),
  ) as unknown as Desk;
}

/** The log is followed as it is: its lines are poisoned where they are read. */
export function poisonedMonitor(monitor: Monitor): Monitor {
  return {
    ...monitor,
    work: through(monitor.work),
    figures: through(monitor.figures),
    house: { ...through(monitor.house), followLogs: (filter, signal) => monitor.house.followLogs(filter, signal) },
    tokens: through(monitor.tokens),
  };
}
