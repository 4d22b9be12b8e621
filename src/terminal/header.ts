/** The top of every screen: service, batch with its bar, pace and machine, troubles. */
import { showBytes, showShare } from '../core/show-size.ts';
import { sparkline } from '../wording/sparkline.ts';
import { countFailed, countSettled } from '../core/task.ts';
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { recentPace } from '../monitoring/pace.ts';
import type { BatchView, Status } from '../monitoring/status-shape.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { Bar, Facts, fitFacts } from './cells.ts';
import { SCREENS } from './view-state.ts';
import type { Screen } from './view-state.ts';
import type { Words } from './words.ts';

const STATE_COLOURS = {
  off: 'gray',
  starting: 'yellow',
  idle: 'blue',
  working: 'green',
  degraded: 'red',
  stopping: 'yellow',
} as const;

export interface HeaderProps {
  readonly status: Status;
  readonly screen: Screen;
  readonly width: number;
  /** Lines for troubles. */
  readonly troubles: number;
  readonly words: Words;
  readonly timeZone: string;
}

/** From here on, there is room for the product's name. */
const ROOMY = 90;

/** Lines of the header without troubles. */
export const HEADER_LINES = 4;

export function Header(props: HeaderProps): ReactElement {
  const { status, troubles } = props;
  return h(
    Box,
    { flexDirection: 'column' },
    h(Line, null, h(TitleLine, props)),
    h(Line, null, h(BatchLine, props)),
    h(Line, null, h(PaceLine, props)),
    ...status.service.troubles
      .slice(0, troubles)
      .map((trouble, at) => h(Text, { key: at, color: 'red', wrap: 'truncate-end' }, `! ${terminalText(trouble)}`)),
    h(Line, null, h(Tabs, props)),
  );
}

/** One line, whatever is in it: a long text is cut, never wrapped. */
function Line({ children }: { readonly children?: ReactNode }): ReactElement {
  return h(Box, { height: 1, overflow: 'hidden' }, children);
}

function TitleLine({ status, width, words, timeZone }: HeaderProps): ReactElement {
  const { service, batch, nextBatchAt, schedulePaused } = status;
  const next = schedulePaused
    ? words.schedulePaused
    : nextBatchAt === null
      ? ''
      : `${words.nextBatch} ${showInstant(Date.parse(nextBatchAt), timeZone)}`;
  return h(
    Box,
    { justifyContent: 'space-between', width },
    h(
      Text,
      { wrap: 'truncate-end' },
      h(Text, { bold: true }, width < ROOMY ? '' : 'Scraping Orchestrator '),
      h(Text, { color: STATE_COLOURS[service.state], bold: true }, `● ${words[service.state]}`),
      batch === null ? '' : `  ${batch.id}`,
      service.slots === null ? '' : `  ${words.slots} ${service.slots.now}/${service.slots.configured}`,
    ),
    h(Text, { wrap: 'truncate-end', ...(schedulePaused ? { color: 'yellow' } : { dimColor: true }) }, ` ${next}`),
  );
}

function BatchLine({ status, width, words, timeZone }: HeaderProps): ReactElement {
  const { batch } = status;
  if (batch === null) return h(Text, { dimColor: true }, words.noBatch);
  const { byStatus, tasks } = batch;
  const failed = countFailed(byStatus);
  const settled = countSettled(byStatus);
  const of = (count: number): number => (tasks === 0 ? 0 : count / tasks);
  const { picture, facts } = fitFacts(
    [
      `${showShare(of(settled))} ${showCount(settled)}/${showCount(tasks)}`,
      endOf(batch, Date.parse(status.at), words, timeZone),
      failed === 0 ? '' : { text: `${showCount(failed)} ${words.failed}`, colour: 'red' },
      `${showCount(batch.rows)} ${words.rows}`,
      showDuration(batch.durationMs),
    ],
    width,
  );
  return h(
    Box,
    { width },
    h(
      Box,
      { flexShrink: 0 },
      h(Bar, {
        width: picture,
        parts: [
          { share: of(byStatus.completed), colour: 'green' },
          { share: of(failed), colour: 'red' },
          { share: of(byStatus.running), colour: 'cyan' },
          { share: of(byStatus.retrying), colour: 'yellow' },
        ],
      }),
    ),
    h(Facts, { facts }),
  );
}

/** When it ended, or how long it still takes. */
function endOf(batch: BatchView, now: number, words: Words, timeZone: string): string {
  if (batch.completedAt !== null) return `${words.ended} ${showInstant(Date.parse(batch.completedAt), timeZone)}`;
  return `${words.eta} ${batch.etaAt === null ? '–' : showDuration(Math.max(Date.parse(batch.etaAt) - now, 0))}`;
}

function PaceLine({ status, width, words }: HeaderProps): ReactElement {
  const { pagesPerMinute, system } = status;
  const pace = recentPace(status);
  const [disk] = system.disks;
  const low = system.disks.some((one) => one.low);
  const { picture, facts } = fitFacts(
    [
      pace === null ? '' : `${pace} ${words.pagesPerMinute}`,
      `${words.cpu} ${system.cpuShare === null ? '–' : showShare(system.cpuShare)}`,
      disk === undefined
        ? ''
        : { text: `${words.disk} ${showBytes(disk.freeBytes)}`, ...(low ? { colour: 'red' } : {}) },
      `${words.memory} ${showBytes(system.memoryBytes - system.memoryFreeBytes)}/${showBytes(system.memoryBytes)}`,
      system.ownMemoryBytes === null ? '' : `${words.own} ${showBytes(system.ownMemoryBytes)}`,
      `${words.load} ${system.load1.toFixed(1)}`,
    ],
    width,
  );
  return h(Box, { width }, h(Text, { color: 'cyan' }, sparkline(pagesPerMinute, picture)), h(Facts, { facts }));
}

function Tabs({ screen, words }: HeaderProps): ReactElement {
  return h(
    Text,
    { wrap: 'truncate-end' },
    ...SCREENS.flatMap((one, at) => [
      h(Text, { key: one, inverse: one === screen, bold: one === screen }, ` ${at + 1} ${words[one]} `),
      ' ',
    ]),
  );
}
