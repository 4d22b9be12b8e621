/** Versions, limits, clock and disks of the machine. */
import { clockText } from '../../core/local-time.ts';
import { showBytes } from '../../core/show-size.ts';
import { bad, ok, spanOf, warn } from './check.ts';
import type { Check } from './check.ts';

export interface MachineFacts {
  /** `v24.21.0` */
  readonly nodeVersion: string;
  readonly sqliteVersion: string;
  /** Whether this SQLite has the fix of the WAL-reset bug. */
  readonly sqliteFixed: boolean;
  /** null = unlimited or unknown. */
  readonly openFiles: number | null;
  readonly root: boolean;
}

/** node:sqlite carries the fixed SQLite from here on. */
const LEAST_NODE = [24, 15] as const;
const LEAST_OPEN_FILES = 1024;

export function checkMachine({
  nodeVersion,
  sqliteVersion,
  sqliteFixed,
  openFiles,
  root,
}: MachineFacts): readonly Check[] {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
  const tooOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return [
    tooOld
      ? bad('node', `Node ${nodeVersion} is too old`, `Install Node ${LEAST_NODE.join('.')} or newer from nodejs.org.`)
      : ok('node', nodeVersion),
    sqliteFixed
      ? ok('sqlite', `SQLite ${sqliteVersion}, with the fix of the WAL bug`)
      : bad(
          'sqlite',
          `SQLite ${sqliteVersion} can corrupt the database (WAL-reset bug)`,
          'Use Node 24.15 or newer from nodejs.org, not a build with a SQLite of the distribution.',
        ),
    openFiles !== null && openFiles < LEAST_OPEN_FILES
      ? warn(
          'open files',
          `at most ${openFiles} files may be open at once`,
          'Raise the limit: LimitNOFILE=65536 in the unit, or `ulimit -n 65536`.',
        )
      : ok('open files', openFiles === null ? 'no limit' : `up to ${openFiles}`),
    root
      ? warn(
          'user',
          'this runs as root',
          "Run it as the service's own user: whatever breaks out of a page's parser is root otherwise.",
        )
      : ok('user', 'not root'),
  ];
}

export interface ClockFacts {
  readonly now: number;
  readonly timeZone: string;
  /** The last instant the product stored; null = none yet. */
  readonly lastStored: number | null;
}

/** The database was made by this program, so it cannot be from before it: 2026-01-01. */
const EARLIEST = Date.UTC(2026, 0, 1);
const SLACK_MS = 60_000;

export function checkClock({ now, timeZone, lastStored }: ClockFacts): Check {
  const shown = (at: number): string => clockText(at, timeZone).slice(0, 19);
  const cure = 'Set the clock and let it be kept: `timedatectl set-ntp true`.';
  if (now < EARLIEST) return bad('clock', `the clock says ${shown(now)}`, cure);
  if (lastStored !== null && now < lastStored - SLACK_MS)
    return bad(
      'clock',
      `the clock is ${spanOf(lastStored - now)} behind the last stored instant (${shown(lastStored)})`,
      cure,
    );
  return ok('clock', `${shown(now)} (${timeZone})`);
}

export interface DiskFacts {
  readonly folder: string;
  readonly path: string;
  readonly device: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly freeInodes: number;
  readonly totalInodes: number;
  /** Kind of the file system as statfs(2) numbers it. */
  readonly kind: number;
}

export interface DiskNeeds {
  readonly minFreeBytes: number;
  readonly minFreePercent: number;
}

/** statfs(2): NFS, SMB, CIFS, SMB2, AFS, Ceph. */
const NETWORK_KINDS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400]);
const FEW_INODES = 0.05;
const SCARCE_INODES = 0.01;

/** Space, inodes and kind of every disk that is written to. */
export function checkDisk(disk: DiskFacts, needs: DiskNeeds): readonly Check[] {
  const name = `disk of ${disk.folder}`;
  const least = Math.max(needs.minFreeBytes, (disk.totalBytes * needs.minFreePercent) / 100);
  const room = `${showBytes(disk.freeBytes)} free of ${showBytes(disk.totalBytes)} (${disk.path})`;
  const space =
    disk.freeBytes < least
      ? bad(
          name,
          `${room}: below the reserve of ${showBytes(least)}, no task is started`,
          'Free some space; work resumes by itself. Old backups and compressed logs are the first to look at.',
        )
      : disk.freeBytes < 2 * least
        ? warn(
            name,
            `${room}: work stops at ${showBytes(least)}`,
            'Free some space, or move the folder to a larger disk.',
          )
        : ok(name, room);
  return [space, ...checkInodes(disk), ...checkKind(disk)];
}

/** Some file systems have no fixed number of inodes and say 0. */
function checkInodes({ folder, path, freeInodes, totalInodes }: DiskFacts): readonly Check[] {
  if (totalInodes === 0) return [];
  const share = freeInodes / totalInodes;
  if (share >= FEW_INODES) return [];
  const what = `${freeInodes} of ${totalInodes} inodes are free (${path})`;
  const cure =
    'A disk can be full of small files: find them with `du --inodes -x / | sort -n | tail`, and remove some.';
  return [share < SCARCE_INODES ? bad(`inodes of ${folder}`, what, cure) : warn(`inodes of ${folder}`, what, cure)];
}

function checkKind({ folder, path, kind }: DiskFacts): readonly Check[] {
  if (!NETWORK_KINDS.has(kind)) return [];
  if (folder === 'database')
    return [
      bad(
        'disk of database',
        `${path} is on a network file system, where SQLite's locks do not hold`,
        'Move the database to a disk of this machine (`database.path`).',
      ),
    ];
  return folder === 'backups'
    ? []
    : [
        warn(
          `disk of ${folder}`,
          `${path} is on a network file system`,
          'Use a disk of this machine: renaming is not atomic everywhere.',
        ),
      ];
}
