/** `serve` as a process of its own, and what it tells by its log and its database. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from './installation.ts';
import { exitCodeOf, MEMORY_FLAGS } from './pinned.ts';
import { commandOf, SOURCE } from './product.ts';
import type { Product } from './product.ts';

export interface ServeSettings {
  readonly product?: Product;
  /** Of Node, before the program. */
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The C library's memory, as `npm start` and the README's systemd unit have it: it gives back what was freed. */
const AS_STARTED = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

export function startServe(
  { configFile }: Installation,
  { product = SOURCE, flags = [], environment = {} }: ServeSettings = {},
): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      ...MEMORY_FLAGS,
      ...flags,
      commandOf(product, 'scraping-orchestrator'),
      'serve',
      '--config',
      configFile,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...AS_STARTED, ...environment } },
  );
}

/** As systemd does it; returns after how many ms it was gone. */
export async function stopServe(child: ChildProcess): Promise<number> {
  const asked = performance.now();
  child.kill('SIGTERM');
  await exitCodeOf(child);
  return performance.now() - asked;
}

/** As a power cut does it. */
export async function killServe(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await exitCodeOf(child);
}

/** What is measured bears its own time: looking more often would only take the processor from it. */
const LOOK_MS = 50;
const PATIENCE_MS = 180_000;

/** What `look` finds, as soon as it finds something. @throws when it never does. */
export async function untilSeen<T>(look: () => T | null, what: string): Promise<T> {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = look();
    if (seen !== null) return seen;
    if (performance.now() > patience) throw new Error(`this never came: ${what}`);
    await pause(LOOK_MS);
  }
}

/** When the service logged an event for the first time since `since`, epoch ms. */
export function untilLogged({ folder }: Installation, event: string, since: number): Promise<number> {
  const file = join(folder, 'logs', 'orchestrator.log');
  return untilSeen(() => {
    if (!existsSync(file)) return null;
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"event":"${event}"`))
      .map((line) => Date.parse((JSON.parse(line) as { readonly time: string }).time));
    return lines.find((time) => time >= since) ?? null;
  }, `the log's line ${event}`);
}

/** The one number of a query, beside the running service; 0 while there is no database, or nothing in it. */
export function countIn({ folder }: Installation, sql: string): number {
  const file = join(folder, 'orchestrator.db');
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    return Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
  } catch (error) {
    if (error instanceof Error && /no such table/.test(error.message)) return 0;
    throw error;
  } finally {
    database.close();
  }
}
