/**
 * A task of a site with a program of its own (`type: command`): a permit, the program, its rows page by page through
 * the same check and commit as ours, and its exit code as an outcome (D32; docs/command-scrapers.md).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, Fault, isFault } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { PermitReport } from '../../core/politeness.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { SiteProgram } from '../../extraction/contract.ts';
import { DetailPages } from './program-details.ts';
import { environmentOf, inputOf } from './program-input.ts';
import { hearNote, noFacts, readFileRows, readOutput } from './program-output.ts';
import type { ProgramEvent, ProgramFacts } from './program-output.ts';
import type { PageTaker } from './page-taker.ts';
import { ListPages } from './program-pages.ts';
import { startProgram } from './program-process.ts';
import type { ProgramEnd, ProgramProcess } from './program-process.ts';
import type { ProgramContext, TaskRun } from './task-run.ts';

export async function runProgram(task: TaskRun, program: SiteProgram): Promise<Outcome> {
  const context = task.programs;
  if (context === undefined) throw new Fault('E_PROTOCOL', `this worker may not start the program of ${task.run.site}`);
  const permit = await askPermit(task, context);
  if (typeof permit !== 'number') return permit;
  const folder = join(context.staging, `run-${task.run.run}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let outcome: Outcome | null = null;
  try {
    outcome = await runIn(task, context, program, folder);
    return outcome;
  } finally {
    context.permits.report({ permit, result: reportOf(outcome), latencyMs: 0 });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(task: TaskRun, context: ProgramContext, program: SiteProgram, folder: string): Promise<Outcome> {
  const command = task.run.phase === 'main' ? program.main : program.detail;
  if (command === null) throw new Fault('E_NO_DEFINITION', `${task.run.site} has no program for detail tasks`);
  const outputFile = program.output === 'file' ? join(folder, `output.${program.format}`) : null;
  const facts = noFacts();
  const running = startProgram(
    {
      command,
      folder: program.folder,
      environment: environmentOf(task.run, context, program.environment, { folder, file: outputFile }),
      input: inputOf(task.run, context),
      outputFile,
      maxSeconds: program.maxSeconds ?? context.maxSeconds,
      maxOutputBytes: context.maxOutputBytes,
    },
    { clock: task.clock, onProgress: context.progress, onNote: (line) => hearNote(line, facts), signal: task.signal },
  );
  const pages = task.run.phase === 'main' ? new ListPages(task, program) : new DetailPages(task, program);
  const stopped = await follow(readOutput(running.output, program, facts), pages, running);
  const end = await running.ended;
  if (stopped !== null) return stopped;
  const trouble = troubleOf(task, program, end, facts);
  if (trouble !== null) return trouble;
  if (outputFile !== null) {
    const ended = await follow(readFileRows(outputFile, program.format, facts), pages, running);
    if (ended !== null) return ended;
  }
  return pages.finish(facts);
}

/** Takes events until there is a reason to stop; the program is stopped then. */
async function follow(
  events: AsyncIterable<ProgramEvent>,
  pages: PageTaker,
  running: ProgramProcess,
): Promise<Outcome | null> {
  try {
    for await (const event of events) {
      const outcome = await pages.take(event);
      if (outcome === null) continue;
      running.stop();
      return outcome;
    }
    return null;
  } catch (error) {
    running.stop();
    if (!isFault(error)) throw error;
    const verdict = ERRORS[error.code].verdict ?? 'invalid';
    return { kind: 'retry', verdict, code: error.code, message: `${error.message}. ${error.cure}` };
  }
}

/** The program's first request is ours to grant: robots.txt, a resting host and the delay hold for it as for our pages. */
async function askPermit(task: TaskRun, { permits }: ProgramContext): Promise<number | Outcome> {
  const { site, url, phase, items } = task.run;
  const address = phase === 'main' ? url : (items[0]?.url ?? url);
  const purpose = phase === 'main' ? 'list' : 'detail';
  const answer = await permits.acquire({ site, url: address, purpose }, task.signal);
  switch (answer.kind) {
    case 'granted':
      return answer.permit;
    case 'forbidden':
      return {
        kind: 'failed',
        verdict: 'forbidden',
        code: 'E_ROBOTS',
        message: `robots.txt forbids ${address}: ${answer.rule}`,
      };
    case 'wait':
      if (task.draining()) return { kind: 'released', reason: 'shutting down' };
      return {
        kind: 'deferred',
        verdict: ERRORS[answer.code].verdict ?? 'network',
        code: answer.code,
        message: answer.message,
        until: answer.until,
      };
  }
}

function reportOf(outcome: Outcome | null): PermitReport['result'] {
  if (outcome === null || outcome.kind === 'released' || outcome.kind === 'done') return 'ok';
  if (outcome.kind === 'deferred') return 'unused';
  if (outcome.verdict === 'blocked') return 'blocked';
  return outcome.verdict === 'network' ? 'network' : 'ok';
}

type Meaning = readonly [kind: 'retry' | 'suspect' | 'failed', code: ErrorCode, verdict: Verdict, meaning: string];

/** Exit codes of the contract, after sysexits.h. */
const EXIT_MEANINGS: Readonly<Record<number, Meaning>> = {
  65: ['suspect', 'E_LAYOUT', 'layout_changed', 'it did not understand the page'],
  66: ['failed', 'E_NOT_FOUND', 'gone', 'the search is not there any more'],
  69: ['retry', 'E_CONNECT', 'network', 'the portal cannot be reached'],
  75: ['retry', 'E_PROGRAM', 'network', 'it asks to be run again later'],
  77: ['suspect', 'E_BLOCKED', 'blocked', 'the portal refuses it'],
  78: ['failed', 'E_PROGRAM', 'invalid', 'it is not set up rightly'],
  126: ['failed', 'E_PROGRAM_START', 'invalid', 'it may not be run'],
  127: ['failed', 'E_PROGRAM_START', 'invalid', 'it was not found'],
};

/** null = it ended well. */
function troubleOf(task: TaskRun, program: SiteProgram, end: ProgramEnd, facts: ProgramFacts): Outcome | null {
  const words = end.lastWords === '' ? '' : `; its last words: ${end.lastWords.slice(-500)}`;
  const later = facts.retryAfterMs === null ? {} : { retryAfterMs: facts.retryAfterMs };
  if (end.breach !== null) {
    const { code, verdict, message } = end.breach;
    return { kind: code === 'E_PROGRAM_START' ? 'failed' : 'retry', verdict, code, message: `${message}${words}` };
  }
  if (end.code === 0) return null;
  if (task.signal.aborted) return { kind: 'released', reason: 'shutting down' };
  const name = `the program \`${(task.run.phase === 'main' ? program.main : (program.detail ?? [])).join(' ')}\``;
  const how = end.code === null ? `was ended by ${end.signal ?? '?'}` : `ended with exit code ${end.code}`;
  const meaning = end.code === null ? undefined : EXIT_MEANINGS[end.code];
  const [kind, code, verdict, what] = meaning ?? ['retry', 'E_PROGRAM', 'resources', ''];
  const message = `${name} ${how}${what === '' ? '' : ` (${what})`} on ${task.run.url}${words}`;
  return kind === 'failed' ? { kind, verdict, code, message } : { kind, verdict, code, message, ...later };
}
