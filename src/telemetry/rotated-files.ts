/**
 * The files of one log: `orchestrator.log`, and what rotation made of it: `orchestrator-2026-11-21.log`,
 * `orchestrator-2026-11-21.2.log` (a second one of that day), each with `.gz` once it is compressed.
 */
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface RotatedFile {
  readonly path: string;
  /** Day of its first line, `2026-11-21`. */
  readonly day: string;
  /** 1, 2, 3 … within the day. */
  readonly part: number;
  readonly compressed: boolean;
}

/** Where `log` goes when it is rotated. */
export function rotatedPath(log: string, day: string, part: number): string {
  return join(dirname(log), `${stemOf(log)}-${day}${part === 1 ? '' : `.${part}`}.log`);
}

/** Oldest first; of one that is there twice the plain file counts: its compressed copy may lack the last lines. */
export function rotatedFiles(log: string): readonly RotatedFile[] {
  const byPlace = new Map<string, RotatedFile>();
  for (const name of fs.readdirSync(dirname(log))) {
    const file = readName(log, name);
    if (file === null) continue;
    const place = `${file.day}.${file.part}`;
    if (!file.compressed || !byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()].sort((a, b) => (a.day === b.day ? a.part - b.part : a.day < b.day ? -1 : 1));
}

function readName(log: string, name: string): RotatedFile | null {
  const stem = `${stemOf(log)}-`;
  if (!name.startsWith(stem)) return null;
  const match = /^(\d{4}-\d{2}-\d{2})(?:\.([2-9]|[1-9]\d{1,6}))?\.log(\.gz)?$/.exec(name.slice(stem.length));
  if (match === null) return null;
  return {
    path: join(dirname(log), name),
    day: match[1] ?? '',
    part: Number(match[2] ?? 1),
    compressed: match[3] !== undefined,
  };
}

function stemOf(log: string): string {
  return basename(log, '.log');
}
