/** The lists that lead to tasks: sites, causes of errors, batches. */
import { showShare } from '../core/show-size.ts';
import { sparkline } from '../wording/sparkline.ts';
import { countFailed } from '../core/task.ts';
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import type { SiteView } from '../monitoring/house-shape.ts';
import type { StatisticsLine } from '../monitoring/statistics-shape.ts';
import type { BatchView } from '../monitoring/status-shape.ts';
import type { ErrorGroup } from '../monitoring/task-shape.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { batchStatusWord } from '../wording/states.ts';
import { Table, VERDICT_WIDTH, verdictCell } from './cells.ts';
import { Panel, PANEL_HEAD, shareLines } from './panel.ts';
import { textLines } from './text-lines.ts';
import type { Words } from './words.ts';

interface ListProps<Item> {
  /** null = not known yet. */
  readonly items: readonly Item[] | null;
  readonly selected: number;
  readonly width: number;
  readonly height: number;
  readonly words: Words;
}

const TABLE_HEAD = 1;

/** Sites, and under them the cities over all sites. */
export function SitesScreen(
  props: ListProps<SiteView> & { readonly cities: readonly StatisticsLine[] | null },
): ReactElement {
  const { items, cities, width, height, words } = props;
  const heads = 2 * TABLE_HEAD + PANEL_HEAD;
  const [sites = 0, rest = 0] = shareLines(height - heads, [items?.length ?? 1, cities?.length ?? 1], 2);
  return h(
    Box,
    { flexDirection: 'column', width },
    h(SitesTable, { ...props, height: sites }),
    h(Panel, { title: words.cities, width }, h(CitiesTable, { cities: cities ?? [], width, height: rest, words })),
  );
}

function CitiesTable(props: {
  readonly cities: readonly StatisticsLine[];
  readonly width: number;
  readonly height: number;
  readonly words: Words;
}): ReactElement {
  const { cities, width, height, words } = props;
  return h(Table, {
    width,
    height,
    columns: [
      { title: words.city, width: 8 },
      { title: words.done, width: 10, align: 'right' },
      { title: words.failed, width: 8, align: 'right' },
      { title: words.rows, width: 8, align: 'right' },
      { title: words.pages, width: 8, align: 'right', spare: 1 },
      { title: '', width: 1, grows: true },
    ],
    rows: cities.map((city) => [
      city.key,
      `${city.completed}/${city.tasks}`,
      { text: city.failed === 0 ? '' : String(city.failed), colour: 'red' },
      showCount(city.rows),
      showCount(city.pages),
    ]),
  });
}

function SitesTable({ items, selected, width, height, words }: ListProps<SiteView>): ReactElement {
  return h(Table, {
    width,
    height,
    selected,
    columns: [
      { title: words.site, width: 8 },
      { title: words.done, width: 10, align: 'right' },
      { title: words.failed, width: 8, align: 'right' },
      { title: words.rows, width: 8, align: 'right' },
      { title: words.lane, width: 8, align: 'right', spare: 1 },
      { title: words.delay, width: 7, align: 'right', spare: 2 },
      { title: words.circuit, width: 9 },
      { title: '', width: 12, grows: true },
    ],
    rows: (items ?? []).map((site) => {
      const open = site.governors.find(({ circuit }) => circuit !== 'closed');
      const fault = site.definition.fault;
      return [
        { text: site.site, colour: fault === null ? undefined : 'red' },
        site.last === null ? '' : `${site.last.completed}/${site.last.tasks}`,
        { text: site.last === null || site.last.failed === 0 ? '' : String(site.last.failed), colour: 'red' },
        site.last === null ? '' : showCount(site.last.rows),
        String(site.lanes),
        `${site.delaySeconds} s`,
        { text: words[open?.circuit ?? 'closed'], colour: open === undefined ? 'green' : 'red' },
        site.paused === null
          ? { text: fault ?? '', colour: 'red' }
          : { text: `${words.pausedBy} ${site.paused.by}`, colour: 'yellow' },
      ];
    }),
  });
}

/** Lines under the list, at least: advice and command of the chosen cause. */
const ADVICE_LINES = 3;

export function ErrorsScreen({ items, selected, width, height, words }: ListProps<ErrorGroup>): ReactElement {
  if (items !== null && items.length === 0) return h(Text, { color: 'green' }, words.noErrors);
  const chosen = items?.[selected];
  const under =
    chosen === undefined
      ? []
      : [
          ...(chosen.advice === null ? [] : textLines(`${words.advice}: `, chosen.advice, { width })),
          ...(chosen.command === null ? [] : textLines(`${words.command}: `, chosen.command, { width })),
        ];
  return h(
    Box,
    { flexDirection: 'column', width },
    h(Table, {
      width,
      height: Math.max(height - TABLE_HEAD - Math.max(under.length + 1, ADVICE_LINES), 1),
      selected,
      columns: [
        { title: words.tasks, width: 6, align: 'right' },
        { title: words.site, width: 8 },
        { title: words.cause, width: 20 },
        { title: words.verdict, width: VERDICT_WIDTH, spare: 1 },
        { title: words.example, width: 14, grows: true },
      ],
      rows: (items ?? []).map(({ tasks, site, code, verdict, example }) => [
        showCount(tasks),
        site,
        { text: code, colour: 'red' },
        verdictCell(verdict, words),
        example ?? '',
      ]),
    }),
    ...(under.length === 0 ? [] : [h(Text, { key: 'gap' }, ' '), ...under]),
  );
}

export function HistoryScreen(props: ListProps<BatchView> & { readonly timeZone: string }): ReactElement {
  const { items, selected, width, height, words, timeZone } = props;
  const rowsOf = (items ?? []).map(({ rows }) => rows).reverse();
  const table = h(Table, {
    width,
    height: height - TABLE_HEAD - TREND_LINES,
    selected,
    columns: [
      { title: words.batch, width: 10 },
      { title: words.started, width: 16 },
      { title: words.status, width: 10 },
      { title: words.done, width: 12, align: 'right' },
      { title: '', width: 6, align: 'right', spare: 2 },
      { title: words.failed, width: 8, align: 'right' },
      { title: words.rows, width: 9, align: 'right' },
      { title: words.duration, width: 12, align: 'right', grows: true, spare: 1 },
    ],
    rows: (items ?? []).map((batch) => {
      const { byStatus, tasks } = batch;
      const failed = countFailed(byStatus);
      return [
        batch.id,
        showInstant(Date.parse(batch.startedAt), timeZone),
        { text: batchStatusWord(batch.status, words.language), colour: BATCH_COLOURS[batch.status] },
        `${showCount(byStatus.completed)}/${showCount(tasks)}`,
        tasks === 0 ? '–' : showShare(byStatus.completed / tasks),
        { text: failed === 0 ? '' : showCount(failed), colour: 'red' },
        showCount(batch.rows),
        showDuration(batch.durationMs),
      ];
    }),
  });
  return h(
    Box,
    { flexDirection: 'column', width },
    h(
      Text,
      { wrap: 'truncate-end' },
      `${words.rows} `,
      h(Text, { color: 'cyan' }, sparkline(rowsOf, width - TREND_LABEL)),
    ),
    table,
  );
}

/** Rows of each batch, oldest first, as one line over the list. */
const TREND_LINES = 1;
const TREND_LABEL = 8;

const BATCH_COLOURS = { running: 'cyan', completed: 'green', failed: 'red', cancelled: 'gray' } as const;
