/** The service as its own process, over a rehearsal behind a gate. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isGone, pidOf, processOf } from '../e2e/processes.ts';
import type { Scene } from '../e2e/scene.ts';
import { until } from '../e2e/until.ts';
import { finished } from '../support/rehearsal.ts';

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly end: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  signal(name: NodeJS.Signals): void;
}

export interface LoggedLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Starts `serve` and waits until it says that it has started. */
export async function startServe(t: TestContext, scene: Scene): Promise<ServiceProcess> {
  const before = logged(scene, 'service_started').length;
  const child = scene.rehearsal.spawn('scraping-orchestrator', ['serve']);
  const end = finished(child);
  const self = processOf(pidOf(child));
  t.after(async () => {
    scene.gate.open();
    if (!isGone(self)) child.kill('SIGKILL');
    await end;
  });
  let ended: unknown = null;
  void end.then((how) => {
    ended = how;
  });
  await until(() => {
    if (ended !== null) throw new Error(`serve ended: ${JSON.stringify(ended)}`);
    return logged(scene, 'service_started').length > before;
  }, 'the service starts');
  return { child, pid: self.pid, end, signal: (name) => void process.kill(self.pid, name) };
}

/** Lines of this event in the service's log. */
export function logged(scene: Scene, event: string): readonly LoggedLine[] {
  const file = join(scene.rehearsal.folder, 'logs', 'orchestrator.log');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"${event}"`))
    .map((line) => JSON.parse(line) as LoggedLine);
}

export function statusOf(scene: Scene): Readonly<Record<string, unknown>> | null {
  const file = scene.rehearsal.config.monitoring.status_file;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>) : null;
}
