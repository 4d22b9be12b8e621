/** The first screen: what every scraper has done, what each lane does, what failed last. */
import { countFailed, countSettled } from '../core/task.ts';
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { RunningTask, ScraperView, Status } from '../monitoring/status-shape.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { Table, verdictColour } from './cells.ts';
import type { Cell, CellOrText, Column } from './cells.ts';
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
    { title: words.eta, width: 11, spare: 3 },
    { title: '', width: 6, grows: true },
  ];
  return h(
    Panel,
    { title: words.scrapers, width },
    h(Table, { columns, width, height, selected, rows: status.scrapers.map((one) => scraperCells(one, words, now)) }),
  );
}

function scraperCells(one: ScraperView, words: Words, now: number): readonly CellOrText[] {
  const { byStatus } = one;
  const failed = countFailed(byStatus);
  const settled = countSettled(byStatus);
  const why: Cell = one.paused
    ? { text: words.paused, colour: 'yellow' }
    : { text: one.waitingFor ?? '', colour: 'yellow' };
  return [
    one.scraper,
    { text: `${settled}/${one.tasks}`, colour: settled === one.tasks ? 'green' : undefined },
    { text: byStatus.running === 0 ? '' : String(byStatus.running), colour: 'cyan' },
    { text: failed === 0 ? '' : String(failed), colour: 'red' },
    showCount(one.rows),
    showCount(one.pages),
    one.etaAt === null ? '' : showDuration(Math.max(Date.parse(one.etaAt) - now, 0)),
    why,
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
    { title: words.verdict, width: 14, spare: 1 },
    { title: words.message, width: 20, grows: true },
  ];
  const rows = status.failures.map(({ key, verdict, code, message }) => [
    key,
    { text: verdict ?? '', colour: verdictColour(verdict) },
    code === null ? (message ?? '') : `${code} ${message ?? ''}`,
  ]);
  return h(
    Panel,
    { title: words.failures, width },
    rows.length === 0 ? h(Text, { color: 'green' }, words.noFailures) : h(Table, { columns, rows, width, height }),
  );
}
