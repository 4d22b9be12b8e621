import { render } from 'ink';
import { createElement as h } from 'react';
import type { Clock } from '../core/clock.ts';
import type { Language, Monitor } from '../monitoring/contract.ts';
import { Dashboard } from './dashboard.ts';
import { wordsOf } from './words.ts';

export interface DashboardOptions {
  readonly monitor: Monitor;
  readonly clock: Clock;
  readonly language: Language;
  /** IANA zone in which times are told. */
  readonly timeZone: string;
  /** For the audit trail: `cli:ana`. */
  readonly actor: string;
  /** The terminal; that of the process by default. */
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
}

/** Few frames are enough, and a slow line (SSH) is not flooded. */
const FRAMES_A_SECOND = 10;

/** Shows the live dashboard on a terminal of its own screen until the operator leaves it; the monitor stays open. */
export async function showDashboard(options: DashboardOptions): Promise<void> {
  const { monitor, clock, language, timeZone, actor, stdin, stdout } = options;
  const shown = render(h(Dashboard, { monitor, clock, words: wordsOf(language), timeZone, actor }), {
    ...(stdin === undefined ? {} : { stdin }),
    ...(stdout === undefined ? {} : { stdout }),
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    maxFps: FRAMES_A_SECOND,
  });
  await shown.waitUntilExit();
}
