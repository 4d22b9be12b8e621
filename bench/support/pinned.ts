/** Programs of the bench as processes of their own, each kept on one core: the job on one, the portals on the other. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endedChildrenCpuMs } from './processes.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** As bin/start.mjs has it: what the product runs with, from source. */
export const COMPILED = `${ROOT}node_modules/.cache/compiled`;
/** As bin/scraping-orchestrator.mjs is started. */
export const MEMORY_FLAGS = ['--max-semi-space-size=4'];
export const JOB_CORE = 0;
export const PORTAL_CORE = 1;

/**
 * Runs a file under this Node.
 * @param file absolute, or relative to the project's folder
 * @param compiled where its compiled code is kept
 */
export function startPinned(
  core: number,
  file: string,
  args: readonly string[],
  { compiled = COMPILED, flags = [] }: { readonly compiled?: string; readonly flags?: readonly string[] } = {},
): ChildProcess {
  return spawn(
    'taskset',
    [
      '-c',
      String(core),
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      ...flags,
      resolve(ROOT, file),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: ROOT, env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
  );
}

export interface JobRun<Mark> {
  /** What the job printed, a JSON line each. */
  readonly marks: readonly Mark[];
  /** CPU of all its processes from start to end, ms. */
  readonly cpuMs: number;
}

export interface JobSettings {
  /** Looks on; what it returns ends that. */
  readonly watch?: (pid: number) => () => void;
  readonly compiled?: string;
}

/** Runs a program of bench/jobs, or one named by its whole path, to its end on the job's core. @throws when it fails. */
export async function runJob<Mark>(
  file: string,
  options: unknown,
  { watch, compiled }: JobSettings = {},
): Promise<JobRun<Mark>> {
  const before = endedChildrenCpuMs();
  const child = startPinned(JOB_CORE, resolve(ROOT, 'bench/jobs', file), [JSON.stringify(options)], {
    ...(compiled === undefined ? {} : { compiled }),
    flags: MEMORY_FLAGS,
  });
  const stopWatching = watch?.(child.pid ?? 0);
  const marks: Mark[] = [];
  if (child.stdout !== null) {
    for await (const line of createInterface({ input: child.stdout })) marks.push(JSON.parse(line) as Mark);
  }
  const code = await exitCodeOf(child);
  stopWatching?.();
  if (code !== 0) throw new Error(`${file} ended with exit code ${code}`);
  return { marks, cpuMs: endedChildrenCpuMs() - before };
}

export function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
