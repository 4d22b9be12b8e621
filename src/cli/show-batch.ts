/** A running batch on a terminal: bars that are redrawn in place; anywhere else, a line now and then. */
import { createLogUpdate } from 'log-update';
import type { ReportStore } from '../app/contract.ts';
import type { Batch } from '../core/batch.ts';
import { countSettled } from '../core/task.ts';
import { messageOf } from '../core/errors.ts';
import { liveLines } from './batch-view.ts';
import type { Words } from './words.ts';

export interface BatchDisplay {
  /** Draws the last state and stops. */
  end(): Promise<void>;
}

/** Redrawn often enough to feel alive, seldom enough to cost nothing. */
const LIVE_MS = 400;
const LINE_MS = 10_000;
/** A batch that rests says that it lives, and does not fill a log with it. */
const UNCHANGED_LINE_MS = 600_000;

export function showBatch(
  reports: Pick<ReportStore, 'progress' | 'latestBatch'>,
  batch: Batch,
  words: Words,
): BatchDisplay {
  const live = process.stdout.isTTY;
  const screen = createLogUpdate(process.stdout);
  const said = { settled: -1, at: 0 };
  const draw = async (isLast: boolean): Promise<void> => {
    const progress = await reports.progress(batch.id);
    const now = Date.now();
    const lines = liveLines(batch, progress, { now, width: process.stdout.columns, words });
    if (live) {
      screen(fit(lines, process.stdout.columns).join('\n'));
      return;
    }
    const settled = progress.reduce((sum, { byStatus }) => sum + countSettled(byStatus), 0);
    if (!isLast && settled === said.settled && now - said.at < UNCHANGED_LINE_MS) return;
    console.log(lines[0]);
    Object.assign(said, { settled, at: now });
  };
  const timer = setInterval(
    () => {
      draw(false).catch((error: unknown) => {
        console.error(`${words.progress}: ${messageOf(error)}`);
      });
    },
    live ? LIVE_MS : LINE_MS,
  );
  return {
    end: async () => {
      clearInterval(timer);
      await draw(true);
      if (live) screen.done();
    },
  };
}

/** A line that wraps would break the redrawing: it is cut at the terminal's width. */
function fit(lines: readonly string[], columns: number): string[] {
  return lines.map((line) =>
    Array.from(line)
      .slice(0, columns - 1)
      .join(''),
  );
}
