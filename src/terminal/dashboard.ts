/** The dashboard as one component: asks what the screen needs, shows it, and hands keys to the view's state. */
import { Box, Text, useApp, useInput, useWindowSize } from 'ink';
import { createElement as h, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Action } from '../monitoring/action-shape.ts';
import type { Monitor } from '../monitoring/contract.ts';
import { showDuration } from '../wording/show-time.ts';
import { terminalText } from '../wording/terminal-text.ts';
import { Header, HEADER_LINES } from './header.ts';
import { linesOf, useScreenData } from './screen-data.ts';
import type { ScreenData } from './screen-data.ts';
import { ErrorsScreen, HistoryScreen, SitesScreen } from './list-screens.ts';
import { NowScreen } from './now-screen.ts';
import { readKeys } from './read-key.ts';
import { TaskPanel } from './task-panel.ts';
import { TASKS_HEAD, TasksScreen } from './tasks-screen.ts';
import { FIRST_VIEW, press } from './view-state.ts';
import type { Question, Shown, View } from './view-state.ts';
import type { Words } from './words.ts';

export interface DashboardProps {
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly words: Words;
  readonly timeZone: string;
  /** For the audit trail: `cli:ana`. */
  readonly actor: string;
}

const SMALLEST = { columns: 60, rows: 16 };
const FOOTER_LINES = 1;
const MOST_TROUBLES = 2;

export function Dashboard(props: DashboardProps): ReactElement {
  const { clock, words } = props;
  const { columns, rows } = useWindowSize();
  const [view, setView] = useState<View>(FIRST_VIEW);
  const [notice, setNotice] = useState<Notice | null>(null);
  const data = useScreenData(props.monitor, clock, view);
  const { exit } = useApp();
  const troubles = Math.min(data.status?.service.troubles.length ?? 0, MOST_TROUBLES);
  const height = rows - HEADER_LINES - FOOTER_LINES - troubles;
  // Keys come faster than screens are drawn: each one meets the state that the one before it left.
  const latest = useRef({ view, data, height });
  latest.current = { view: latest.current.view, data, height };
  useInput((input, key) => {
    for (const one of readKeys(input, key)) {
      const { view: current, data: known, height: lines } = latest.current;
      const pressed = press(current, one, shownOf(current, known, lines, words));
      latest.current = { ...latest.current, view: pressed.view };
      if (pressed.effect === 'quit') exit();
      else if (pressed.effect !== null) void act(props, pressed.effect, setNotice);
    }
    setView(latest.current.view);
  });
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return h(Text, { color: 'yellow' }, words.tooSmall);
  if (data.status === null)
    return h(
      Text,
      data.trouble === null ? { dimColor: true } : { color: 'red' },
      data.trouble?.message ?? words.loading,
    );
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows },
    h(Header, { status: data.status, screen: view.screen, width: columns, troubles, words, timeZone: props.timeZone }),
    h(
      Box,
      { height, flexDirection: 'column', overflow: 'hidden' },
      view.help ? h(Help, { words }) : h(Body, { ...props, view, data, width: columns, height }),
    ),
    h(Footer, { view, words, notice, data, now: clock.now() }),
  );
}

function shownOf(view: View, data: ScreenData, height: number, words: Words): Shown {
  const { status } = data;
  return {
    lines: linesOf(view, data),
    pageHeight: Math.max(height - TASKS_HEAD, 1),
    sites: [...new Set(status?.scrapers.map(({ site }) => site))],
    yes: words.yes,
    schedulePaused: status?.schedulePaused ?? false,
    batchOpen: status?.batch?.status === 'running',
    batch: status?.batch?.id ?? null,
  };
}

interface Notice {
  readonly text: string;
  readonly good: boolean | null;
}

async function act(
  { monitor, actor, words }: DashboardProps,
  action: Action,
  tell: (notice: Notice) => void,
): Promise<void> {
  tell({ text: words.working2, good: null });
  try {
    const { message } = await monitor.act(action, actor);
    tell({ text: message, good: true });
  } catch (error) {
    tell({ text: messageOf(error), good: false });
  }
}

interface BodyProps extends DashboardProps {
  readonly view: View;
  readonly data: ScreenData;
  readonly width: number;
  readonly height: number;
}

function Body(props: BodyProps): ReactElement {
  const { view, data, width, height, words, timeZone } = props;
  const { selected } = view;
  if (view.task !== null)
    return data.task === null
      ? h(Text, { dimColor: true }, words.loading)
      : h(TaskPanel, { detail: data.task, width, height, words, timeZone });
  switch (view.screen) {
    case 'now':
      return data.status === null
        ? h(Text, null, words.loading)
        : h(NowScreen, { status: data.status, selected, width, height, words, now: props.clock.now() });
    case 'tasks':
      return h(TasksScreen, {
        tasks: data.tasks?.items ?? null,
        total: data.tasks?.total ?? null,
        view,
        width,
        height,
        words,
      });
    case 'sites':
      return h(SitesScreen, { items: data.sites, cities: data.cities, selected, width, height, words });
    case 'errors':
      return h(ErrorsScreen, { items: data.errors, selected, width, height, words });
    case 'history':
      return h(HistoryScreen, { items: data.batches, selected, width, height, words, timeZone });
  }
}

function Help({ words }: { readonly words: Words }): ReactElement {
  const lines = [words.helpScreens, words.helpMove, words.helpFilter, words.helpActions, words.helpQuit];
  return h(
    Box,
    { flexDirection: 'column' },
    h(Text, { bold: true }, words.help),
    ...lines.map((line, at) => h(Text, { key: at }, line)),
  );
}

interface FooterProps {
  readonly view: View;
  readonly words: Words;
  readonly notice: Notice | null;
  readonly data: ScreenData;
  readonly now: number;
}

/** A question before anything else; then a lost connection, the answer to the last action, the keys. */
function Footer({ view, words, notice, data, now }: FooterProps): ReactElement {
  const line = (text: string, colour?: string): ReactElement =>
    h(
      Text,
      { wrap: 'truncate-end', ...(colour === undefined ? { dimColor: true } : { color: colour }) },
      terminalText(text),
    );
  if (view.question !== null) return line(questionText(view.question, words), 'yellow');
  if (view.typing !== null) return line(words.keysSearch);
  if (data.trouble !== null)
    return line(`${words.lost} ${showDuration(now - data.trouble.since)}: ${data.trouble.message}`, 'red');
  if (notice !== null) return line(notice.text, notice.good === null ? 'cyan' : notice.good ? 'green' : 'red');
  const keys = {
    now: words.keysNow,
    tasks: words.keysTasks,
    sites: words.keysSites,
    errors: words.keysErrors,
    history: words.keysHistory,
  };
  return line(view.task === null ? keys[view.screen] : words.keysTask);
}

function questionText({ what, to }: Question, words: Words): string {
  const asked = {
    run: words.sureRun,
    pause: `${words.surePause} ${to}?`,
    resume: `${words.sureResume} ${to}?`,
    retry: `${words.sureRetry} ${to}?`,
    cancel: `${words.sureCancel}?`,
  };
  return `${asked[what].replace(' ?', '?')} ${words.yesNo}`;
}
