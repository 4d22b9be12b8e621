/** 130 rows with one misspelling are one thing to a person: the faults of a catalogue, grouped. */
import type { CatalogueFault, CatalogueFaultKind } from '../core/target.ts';

export interface FaultGroup {
  readonly kind: CatalogueFaultKind;
  readonly fatal: boolean;
  readonly file: string | undefined;
  readonly count: number;
  /** The first fault's message. */
  readonly message: string;
  readonly cure: string;
  /** `2–40, 57`; empty when no line is meant. */
  readonly lines: string;
}

/** One group a file, kind and cure; fatal groups first, then in the order of the files. */
export function groupFaults(faults: readonly CatalogueFault[]): readonly FaultGroup[] {
  const groups = new Map<string, CatalogueFault[]>();
  for (const fault of faults) {
    const key = [fault.file, fault.kind, fault.fatal, fault.cure].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fault]);
    else group.push(fault);
  }
  return [...groups.values()].map(groupOf).sort((a, b) => Number(b.fatal) - Number(a.fatal));
}

function groupOf(faults: readonly CatalogueFault[]): FaultGroup {
  const [first] = faults;
  if (first === undefined) throw new RangeError('a group has at least one fault');
  const { kind, fatal, file, message, cure } = first;
  return {
    kind,
    fatal,
    file,
    count: faults.length,
    message,
    cure,
    lines: lineRanges(faults.flatMap(({ line }) => line ?? [])),
  };
}

/** A catalogue's real faults fit; a file that is wrong in every other line would only repeat itself. */
const MOST_RANGES = 200;

/** `[2, 3, 4, 9]` is `2–4, 9`; a long list ends with `…`. */
export function lineRanges(lines: readonly number[]): string {
  const ranges: (readonly [number, number])[] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === line - 1) ranges[ranges.length - 1] = [last[0], line];
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return [...shown, ...(ranges.length > MOST_RANGES ? ['…'] : [])].join(', ');
}
