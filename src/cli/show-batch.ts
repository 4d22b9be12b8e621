/** A running batch on a terminal: bars that are redrawn in place; anywhere else, a line now and then. */
import { createLogUpdate } from 'log-update';
import type { ReportStore } from '../app/contract.ts';
import type { Batch } from '../core/batch.ts';
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

export function showBatch(
  reports: Pick<ReportStore, 'progress' | 'latestBatch'>,
  batch: Batch,
  words: Words,
): BatchDisplay {
  const live = process.stdout.isTTY;
  const screen = createLogUpdate(process.stdout);
  const draw = async (): Promise<void> => {
    const lines = liveLines(batch, await reports.progress(batch.id), Date.now(), words);
    if (live) screen(fit(lines, process.stdout.columns).join('\n'));
    else console.log(lines[0]);
  };
  const timer = setInterval(
    () => {
      draw().catch((error: unknown) => {
        console.error(`${words.progress}: ${messageOf(error)}`);
      });
    },
    live ? LIVE_MS : LINE_MS,
  );
  return {
    end: async () => {
      clearInterval(timer);
      await draw();
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
