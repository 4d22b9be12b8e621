/** The staging folder: where a file is whole before it gets its name. Each file there bears the number of who writes it. */
import fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { STAGING } from './folders.ts';

const OURS = `${process.pid}-`;

/** Chance once a process, then counted: random bytes for every file cost more than making it. */
const CHANCE = randomBytes(9).toString('hex');
let lastNumber = 0;

/** A path that nobody else writes to. */
export function stagedPath(tree: string): string {
  lastNumber += 1;
  return `${tree}/${STAGING}/${OURS}${CHANCE}-${lastNumber}.part`;
}

/**
 * One instance owns a data directory (D14). At its start whatever lies here is from before; later, by age, never what bears
 * this process's own number: it may be written right now, and a clock that jumped makes the youngest file look old (F15).
 */
export function sweepStaging(tree: string, before?: number): number {
  const names = fs
    .readdirSync(`${tree}/${STAGING}`)
    .filter(
      (name) => before === undefined || (!name.startsWith(OURS) && isOlder(`${tree}/${STAGING}/${name}`, before)),
    );
  for (const name of names) fs.rmSync(`${tree}/${STAGING}/${name}`, { recursive: true, force: true });
  return names.length;
}

function isOlder(path: string, before: number): boolean {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.mtimeMs < before;
}
