/** Lives on a faulty disk: the process that lives them, and where. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { FromChild, ToChild } from './child.ts';
import { faultyDisk } from './faulty-disk.ts';
import type { FaultyDisk } from './faulty-disk.ts';
import type { Installation, LifeEnd, LifeOptions } from './life.ts';

export interface Lives {
  readonly disk: FaultyDisk;
  /** A copy, always at the same place, on the faulty disk; the one before is gone. */
  moveIn(installation: Installation): Installation;
  live(installation: Installation, options?: LifeOptions): Promise<LifeEnd>;
  /** Ends the process that lived, as a crash does; the next life has another one. */
  end(): Promise<void>;
  /** Lives until it is killed; false when it lived to its end. */
  die(installation: Installation): Promise<boolean>;
}

/** @param place real path of a folder that is not there yet. */
export function openLives(t: TestContext, place: string): Lives {
  // Programs and workers are started by the hundred here.
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../node_modules/.cache/compiled');
  const disk = faultyDisk(t, [place]);
  const child = theChild(t, disk);
  const live = (victim: ChildProcess, installation: Installation, options: LifeOptions): Promise<LifeEnd> => {
    const { deed = 'run', patience = 50, onTrouble = () => undefined } = options;
    return ask(victim, { installation, deed, patience }, onTrouble);
  };
  t.after(() => rmSync(place, { recursive: true, force: true }));
  return {
    disk,
    moveIn: ({ folder, madeAt }) => {
      rmSync(place, { recursive: true, force: true });
      cpSync(folder, place, { recursive: true, preserveTimestamps: true });
      return { folder: place, madeAt };
    },
    live: (installation, options = {}) => live(child.get(), installation, options),
    end: () => child.end(),
    die: async (installation) => {
      const victim = child.get();
      try {
        await live(victim, installation, {});
        return false;
      } catch (error) {
        if (victim.signalCode === 'SIGKILL') return true;
        throw error;
      }
    },
  };
}

/** The process that lives; another one when the last is dead. */
function theChild(t: TestContext, disk: FaultyDisk): { get(): ChildProcess; end(): Promise<void> } {
  let child: ChildProcess | null = null;
  const end = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  t.after(end);
  return {
    end,
    get: () => {
      if (child !== null && child.exitCode === null && child.signalCode === null) return child;
      child = fork(join(import.meta.dirname, 'child.ts'), {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        env: { ...process.env, ...disk.environment },
      });
      return child;
    },
  };
}

function ask(child: ChildProcess, job: ToChild, onTrouble: (count: number) => void): Promise<LifeEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<LifeEnd>();
  const hear = (message: FromChild): void => {
    if ('trouble' in message) onTrouble(message.trouble);
    else resolve(message.end);
  };
  const gone = (code: number | null, signal: string | null): void => {
    reject(new Error(`the product's process ended by itself: ${code ?? signal}`));
  };
  child.on('message', hear);
  child.once('exit', gone);
  child.send(job);
  return promise.finally(() => {
    child.off('message', hear);
    child.off('exit', gone);
  });
}
