import { fileURLToPath } from 'node:url';
import { entryPlace } from '../../core/places.ts';
import type { WorkerCommand, WorkerRights } from '../../engine/agent/worker-process.ts';

/**
 * How a worker process is started. `--disable-proto=delete` closes a door to prototype pollution (T19); the regexp flag
 * is a second net under patterns that backtrack (T22); the small young generation keeps eight workers in little memory.
 */
export function workerCommand(memoryMb: number): WorkerCommand {
  return {
    program: process.execPath,
    sandbox: sandboxFlags,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--disable-proto=delete',
      '--enable-experimental-regexp-engine-on-excessive-backtracks',
      '--max-semi-space-size=8',
      `--max-old-space-size=${memoryMb}`,
      fileURLToPath(entryPlace('worker')),
    ],
  };
}

/** Node's permission model: a seat belt, no wall (it has no rule for the network, and a program it starts is not held by it). */
function sandboxFlags({ staging, mayStartPrograms }: WorkerRights): readonly string[] {
  return [
    '--permission',
    '--allow-fs-read=*',
    `--allow-fs-write=${staging}`,
    ...(mayStartPrograms ? ['--allow-child-process', '--disable-warning=SecurityWarning'] : []),
  ];
}
