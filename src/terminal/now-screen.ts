/** The first screen: what every scraper has done, what each lane does, what failed last. */
import { countFailed, countSettled } from '../core/task.ts';
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { RunningTask, ScraperView, Status } from '../monitoring/status-shape.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { Table, VERDICT_WIDTH, verdictCell } from './cells.ts';
import type { CellOrText, Column } from './cells.ts';
import { Panel, PANEL_HEAD, shareLines } from './panel.ts';
import type { Words } from './words.ts';

export interface NowProps {
  readonly status: Status;
  readonly selected: number;
  readonly width: number;
  readonly height: number;
  readonly now: number;
  readonly words: Words;
}

/** From here on, lanes and failures stand beside the scrapers. */
const WIDE = 130;
const TABLE_HEAD = 1;
const LEAST = 2;

export function NowScreen(props: NowProps): ReactElement {
  const { status, width, height } = props;
  const wide = width >= WIDE;
  const left = wide ? Math.floor(width / 2) - 1 : width;
  const right = wide ? width - left - 2 : width;
  const heads = PANEL_HEAD + TABLE_HEAD;
  const wants = [status.scrapers.length, Math.max(status.running.length, 1), Math.max(status.failures.length, 1)];
  const lines = wide
    ? [height - heads, ...shareLines(height - 2 * heads, wants.slice(1), LEAST)]
    : shareLines(height - 3 * heads, wants, LEAST);
  const [scrapers = 0, running = 0, failures = 0] = lines;
  const beside = h(
    Box,
    { flexDirection: 'column', width: right },
    h(RunningPanel, { ...props, width: right, height: running }),
    h(FailuresPanel, { ...props, width: right, height: failures }),
  );
  return h(
    Box,
    { flexDirection: wide ? 'row' : 'column', columnGap: 2 },
    h(ScrapersPanel, { ...props, width: left, height: scrapers }),
    beside,
  );
}

function ScrapersPanel({ status, selected, width, height, words, now }: NowProps): ReactElement {
  const columns: readonly Column[] = [
    { title: words.scraper, width: 11 },
    { title: words.done, width: 9, align: 'right' },
    { title: words.running, width: 8, align: 'right', spare: 4 },
    { title: words.failed, width: 8, align: 'right' },
    { title: words.rows, width: 8, align: 'right' },
    { title: words.pages, width: 7, align: 'right', spare: 2 },
    // Or why it does not go on.
    { title: words.eta, width: 20, grows: true },
  ];
  const look = { words, now, isNarrow: width < ROOM_FOR_HOSTS };
  const rows = status.scrapers.map((one) => scraperCells(one, look));
  return h(Panel, { title: words.scrapers, width }, h(Table, { columns, width, height, selected, rows }));
}

interface ScraperLook {
  readonly words: Words;
  readonly now: number;
  /** No room to name the host: until when is what one looks for. */
  readonly isNarrow: boolean;
}

/** Of a window of 200 cells, half is for scrapers. */
const ROOM_FOR_HOSTS = 95;
const HOST_FIRST = /^[\w-]+(?:\.[\w-]+)+ /;

function scraperCells(one: ScraperView, { words, now, isNarrow }: ScraperLook): readonly CellOrText[] {
  const { byStatus } = one;
  const failed = countFailed(byStatus);
  const settled = countSettled(byStatus);
  const waits = one.paused ? words.paused : one.waitingFor;
  const eta = one.etaAt === null ? '' : showDuration(Math.max(Date.parse(one.etaAt) - now, 0));
  return [
    one.scraper,
    { text: `${settled}/${one.tasks}`, colour: settled === one.tasks ? 'green' : undefined },
    { text: byStatus.running === 0 ? '' : String(byStatus.running), colour: 'cyan' },
    { text: failed === 0 ? '' : String(failed), colour: 'red' },
    showCount(one.rows),
    showCount(one.pages),
    waits === null ? eta : { text: isNarrow ? waits.replace(HOST_FIRST, '') : waits, colour: 'yellow' },
  ];
}

function RunningPanel({ status, width, height, words, now }: NowProps): ReactElement {
  const columns: readonly Column[] = [
    { title: words.task, width: 13 },
    { title: words.city, width: 5, spare: 3 },
    { title: words.operation, width: 4, spare: 2 },
    { title: words.product, width: 8, spare: 2 },
    { title: words.pages, width: 7, align: 'right' },
    { title: words.rows, width: 6, align: 'right' },
    { title: words.time, width: 12, align: 'right' },
    { title: words.url, width: 10, grows: true, spare: 1 },
  ];
  const rows = status.running.map((task: RunningTask) => [
    { text: task.key, colour: 'cyan' as const },
    task.city,
    task.operation,
    task.product,
    String(task.pages),
    showCount(task.rows),
    showDuration(now - Date.parse(task.startedAt)),
    task.url.replace(/^https?:\/\/(www\.)?/, ''),
  ]);
  return h(
    Panel,
    { title: `${words.lanes} (${status.running.length})`, width },
    rows.length === 0 ? h(Text, { dimColor: true }, words.noneRunning) : h(Table, { columns, rows, width, height }),
  );
}

function FailuresPanel({ status, width, height, words }: NowProps): ReactElement {
  const columns: readonly Column[] = [
    { title: words.task, width: 13 },
    { title: words.verdict, width: VERDICT_WIDTH, spare: 1 },
    { title: words.message, width: 20, grows: true },
  ];
  const rows = status.failures.map(({ key, verdict, code, message }) => [
    key,
    verdictCell(verdict, words),
    code === null ? (message ?? '') : `${code} ${message ?? ''}`,
  ]);
  return h(
    Panel,
    { title: words.failures, width },
    rows.length === 0 ? h(Text, { color: 'green' }, words.noFailures) : h(Table, { columns, rows, width, height }),
  );
}
