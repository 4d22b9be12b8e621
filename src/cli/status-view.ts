/** How things stand, on one screen: what needs a look first is coloured, what is well is said in few words. */
import { recentPace } from '../monitoring/pace.ts';
import type { Status } from '../monitoring/status-shape.ts';
import type { Language } from '../wording/language.ts';
import { adviceForStored } from '../wording/advice.ts';
import { showBytes } from '../core/show-size.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { batchText } from './batch-text.ts';
import { wrapText } from '../wording/cell-width.ts';
import { paint } from './paint.ts';
import { STATUS_WORDS } from './status-words.ts';
import { table } from './table.ts';

const RUNNING_SHOWN = 12;
const FAILURES_SHOWN = 5;

export function statusText(status: Status, language: Language, width: number): string {
  const words = STATUS_WORDS[language];
  const now = Date.parse(status.at);
  return [
    ...(status.batch === null ? [words.noBatch] : batchText(status.batch, status.scrapers, now, language, width)),
    ...runningLines(status, now, language, width),
    ...failureLines(status, now, language, width),
    '',
    ...houseLines(status, now, language).flatMap((line) => wrapText(line, width)),
  ].join('\n');
}

function runningLines({ running }: Status, now: number, language: Language, width: number): readonly string[] {
  if (running.length === 0) return [];
  const words = STATUS_WORDS[language];
  const rows = running
    .slice(0, RUNNING_SHOWN)
    .map((task) => [
      task.key,
      [task.city, task.operation, task.product].join(' '),
      showCount(task.pages),
      showCount(task.rows),
      String(task.attempt),
      showDuration(now - Date.parse(task.startedAt)),
    ]);
  const shown = table(
    [
      { title: words.task },
      { title: words.where, least: 10 },
      { title: words.pages, align: 'right', spare: 2 },
      { title: words.rows, align: 'right', spare: 3 },
      { title: words.attempt, align: 'right', spare: 1 },
      { title: words.since, align: 'right' },
    ],
    rows,
    width,
  );
  const rest = running.length > RUNNING_SHOWN ? [`… +${running.length - RUNNING_SHOWN}`] : [];
  return ['', paint(`${words.runningNow} (${running.length})`, 'bold'), shown, ...rest];
}

function failureLines({ failures }: Status, now: number, language: Language, width: number): readonly string[] {
  if (failures.length === 0) return [];
  const words = STATUS_WORDS[language];
  const shown = table(
    [{ title: words.task }, { title: words.ago, align: 'right', spare: 1 }, { title: words.message, least: 20 }],
    failures
      .slice(0, FAILURES_SHOWN)
      .map(({ key, at, code, message }) => [
        key,
        showDuration(now - Date.parse(at)),
        { text: `${code ?? ''}: ${message ?? ''}`, paint: 'bad' as const },
      ]),
    width,
  );
  const [newest] = failures;
  const advice = adviceForStored(newest?.code ?? null, language);
  return [
    '',
    paint(words.failures, 'bold'),
    shown,
    ...(advice === null ? [] : wrapText(`→ ${newest?.code}: ${advice}`, width)),
    ...(failures.length > FAILURES_SHOWN ? [paint(`… ${words.more}`, 'dim')] : []),
  ];
}

function houseLines(status: Status, now: number, language: Language): readonly string[] {
  const words = STATUS_WORDS[language];
  const { service, system } = status;
  const { slots } = service;
  const state = paint(
    words[service.state],
    service.state === 'degraded' ? 'bad' : service.state === 'off' ? 'warn' : 'good',
  );
  const pace = recentPace(status);
  const parts = [
    `${words.service}: ${state}`,
    ...(service.pid === null ? [] : [`pid ${service.pid}`]),
    ...(slots === null ? [] : [`${slots.now}/${slots.configured} ${words.slots}`]),
    ...(pace === null || status.batch?.status !== 'running' ? [] : [`${pace} ${words.perMinute}`]),
    ...(system.ownMemoryBytes === null ? [] : [`${words.memory} ${showBytes(system.ownMemoryBytes)}`]),
    ...(system.cpuShare === null ? [] : [`${words.processor} ${Math.round(100 * system.cpuShare)} %`]),
  ];
  const why = slots?.reason ?? null;
  const disks = [
    ...new Map(system.disks.toReversed().map((disk) => [`${disk.bytes} ${disk.freeBytes}`, disk])).values(),
  ].map(({ folder, freeBytes, low }) => {
    const told = `${words.disk} ${terminalText(folder)}: ${showBytes(freeBytes)} ${words.free}`;
    return low ? paint(`${told}, ${words.diskLow}`, 'bad') : told;
  });
  return [
    parts.join(' · '),
    ...(why === null ? [] : [paint(terminalText(why), 'warn')]),
    ...service.troubles.map((trouble) => paint(`✗ ${terminalText(trouble)}`, 'bad')),
    disks.join(' · '),
    ...nextLine(status, now, language),
  ];
}

function nextLine({ nextBatchAt, schedulePaused, batch }: Status, now: number, language: Language): readonly string[] {
  const words = STATUS_WORDS[language];
  if (schedulePaused) return [`${words.next}: ${paint(words.schedulePaused, 'warn')}`];
  if (nextBatchAt === null) return [];
  const at = Date.parse(nextBatchAt);
  const zone = batch?.timeZone ?? 'UTC';
  const left = at > now ? ` (${words.inTime} ${showDuration(at - now)})` : '';
  return [`${words.next}: ${showInstant(at, zone)}${left}`];
}
