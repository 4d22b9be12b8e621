/** What takes the events of a program: the pages of a main task, or the listings of a detail task. */
import { dayOf } from '../../core/local-time.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Cursor, PageResult } from '../../core/page.ts';
import type { PageInput } from '../../extraction/contract.ts';
import { unfetchedPage } from './page-result.ts';
import type { ProgramEvent, ProgramFacts } from './program-output.ts';
import type { TaskRun } from './task-run.ts';

/** Commits pages as they end, and says when there is a reason to stop the program. */
export interface PageTaker {
  /** What to end the run with; null = go on. */
  take(event: ProgramEvent): Promise<Outcome | null>;
  /** After exit code 0: the rest is committed. */
  finish(facts: ProgramFacts): Promise<Outcome>;
}

/** What the parsers of `columns:` are told of the page a row belongs to. */
export function pageInput({ run, clock }: TaskRun, { page, url }: Cursor): PageInput {
  const fetchedOn = dayOf(clock.now(), run.timeZone);
  return { url, requestedUrl: url, startUrl: run.url, text: '', page, fetchedOn };
}

/** A page that a program answered for. */
export function programPage(task: TaskRun, given: Parameters<typeof unfetchedPage>[1]): PageResult {
  return unfetchedPage(task, { robots: task.run.task.politeness.robots, ...given });
}

export function invalid(message: string): Outcome {
  return {
    kind: 'retry',
    verdict: 'invalid',
    code: 'E_PROGRAM_OUTPUT',
    message: `the program broke the contract: ${message}`,
  };
}
