/**
 * Brought into `serve` with --import: how late its event loop comes and what its heap holds, into the file named by
 * SOAK_PROBE. A reading covers the time since the last one.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export interface ProbeReading {
  /** ms by which the loop came late. */
  readonly p99: number;
  readonly highest: number;
  readonly heapMb: number;
}

const RESOLUTION_MS = 20;
const WRITE_EVERY_MS = 10_000;

const file = process.env['SOAK_PROBE'];
if (isMainThread && file !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The histogram holds whole intervals: what is above the interval itself is delay.
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  setInterval(() => {
    const reading: ProbeReading = {
      p99: late(delay.percentile(99)),
      highest: late(delay.max),
      heapMb: process.memoryUsage().heapUsed / 1e6,
    };
    delay.reset();
    writeFileSync(`${file}.part`, JSON.stringify(reading));
    renameSync(`${file}.part`, file);
  }, WRITE_EVERY_MS).unref();
}
