/**
 * How many tasks may run at once: what is configured, capped by the memory and the processors of this machine (SPEC §3,
 * `execution.max_machine_percent`). Fewer slots take effect at task boundaries: nothing that runs is ended for it.
 *
 * Polite lanes wait more than they compute, so the number of processors is no limit of its own: what is measured is.
 */
export interface MachineLimits {
  /** `execution.max_concurrency` */
  readonly most: number;
  /** Share of memory and processors we may use, 1 to 100; at 100 processor time is no limit. */
  readonly percent: number;
  /** What one worker may hold, bytes. */
  readonly workerBytes: number;
}

/** One look at the machine. */
export interface MachineLoad {
  /** Memory there is for us at most: of the machine, or of our control group when that is less. */
  readonly totalBytes: number;
  /** Memory that can be had without swapping. */
  readonly availableBytes: number;
  /** This process, without its workers. */
  readonly ownBytes: number;
  /** All workers and what they started. */
  readonly workersBytes: number;
  /** Share of all processors that we and our workers used since the last look, 0 to 100. */
  readonly processorPercent: number;
  /** Share of time in which somebody waited for a processor (PSI "some avg60"); null when the kernel does not say. */
  readonly processorPressure: number | null;
  /** The same for memory. */
  readonly memoryPressure: number | null;
}

export interface SlotCount {
  readonly slots: number;
  /** Why it is less than configured; null when it is not. */
  readonly reason: string | null;
}

/** Above this share of time lost waiting for memory the machine is about to stand still. */
const MEMORY_PRESSURE = 20;
/** Below this share of the processors we are not among those who make others wait. */
const BUSY = 25;
/** Growing again begins this far below the limit, so that the number does not swing. */
const HEADROOM = 15;

/** The number for the time after this look; changes by processor time go one slot a look. */
export function slotCount(limits: MachineLimits, load: MachineLoad, before: number): SlotCount {
  const byMemory = slotsByMemory(limits, load);
  const byProcessor = slotsByProcessor(limits, load, before);
  const slots = Math.max(1, Math.min(limits.most, byMemory, byProcessor.slots));
  if (slots >= limits.most) return { slots, reason: null };
  const reason =
    byMemory <= byProcessor.slots
      ? `memory for ${byMemory} workers of ${megabytes(limits.workerBytes)} MB (${megabytes(load.availableBytes)} MB of ${megabytes(load.totalBytes)} MB are free)`
      : byProcessor.reason;
  return { slots, reason };
}

/** What workers hold now is theirs already: it counts as available to them. */
function slotsByMemory(limits: MachineLimits, load: MachineLoad): number {
  const ours = (load.totalBytes * limits.percent) / 100 - load.ownBytes;
  const free = load.availableBytes + load.workersBytes;
  return Math.floor(Math.min(ours, free) / limits.workerBytes);
}

function slotsByProcessor(limits: MachineLimits, load: MachineLoad, before: number): SlotCount {
  if (limits.percent >= 100) return { slots: limits.most, reason: null };
  const memory = load.memoryPressure ?? 0;
  if (memory > MEMORY_PRESSURE) return { slots: before - 1, reason: `memory pressure ${Math.round(memory)} %` };
  // Pressure that others make is no reason to do less: it is ours only when we compute.
  const pressure = load.processorPercent >= BUSY ? (load.processorPressure ?? 0) : 0;
  const highest = Math.max(load.processorPercent, pressure);
  const reason = `processors ${Math.round(load.processorPercent)} % used by us, pressure ${Math.round(load.processorPressure ?? 0)} %`;
  if (highest > limits.percent) return { slots: before - 1, reason };
  return { slots: highest < limits.percent - HEADROOM ? before + 1 : before, reason };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
