import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Batch } from '../../../src/core/batch.ts';
import type { PermitAnswer, PermitSource } from '../../../src/core/politeness.ts';
import type { Task } from '../../../src/core/task.ts';
import type { ListedBackup } from '../../../src/upkeep/backup/backup-folder.ts';
import type { Check } from '../../../src/upkeep/doctor/check.ts';
import { checkClock, checkDisk, checkMachine } from '../../../src/upkeep/doctor/check-machine.ts';
import type { DiskFacts } from '../../../src/upkeep/doctor/check-machine.ts';
import { checkPortals } from '../../../src/upkeep/doctor/check-portals.ts';
import { checkBackups, checkLeftovers, checkStatusFile, checkTree } from '../../../src/upkeep/doctor/check-safety.ts';
import {
  checkInspection,
  checkLastDatabaseCheck,
  checkSchema,
  checkWork,
} from '../../../src/upkeep/doctor/check-work.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const GIB = 1024 ** 3;

const states = (checks: readonly Check[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));
/** Whatever is not well says what to do. */
function assertCured(checks: readonly Check[]): void {
  for (const check of checks)
    assert.ok(check.state === 'ok' ? check.cure === null : (check.cure?.length ?? 0) > 15, check.name);
}

describe('the machine', () => {
  const fine = { nodeVersion: 'v24.21.0', sqliteVersion: '3.53.4', sqliteFixed: true, openFiles: 65_536, root: false };

  it('is well with a Node and a SQLite that may write', () => {
    assert.ok(checkMachine(fine).every(({ state }) => state === 'ok'));
  });

  it('an old Node, a SQLite without the WAL fix, few open files (F10) and root are told', () => {
    const checks = checkMachine({
      nodeVersion: 'v24.14.9',
      sqliteVersion: '3.46.1',
      sqliteFixed: false,
      openFiles: 256,
      root: true,
    });
    assert.deepEqual(states(checks), { node: 'bad', sqlite: 'bad', 'open files': 'warn', user: 'warn' });
    assertCured(checks);
    assert.equal(states(checkMachine({ ...fine, nodeVersion: 'v25.0.0' }))['node'], 'ok');
  });

  it('a clock behind the last stored instant, or before this program was written, is wrong', () => {
    assert.equal(checkClock({ now: NOW, timeZone: 'UTC', lastStored: NOW + 30_000 }).state, 'ok');
    assert.equal(checkClock({ now: NOW, timeZone: 'UTC', lastStored: NOW + 2 * HOUR }).state, 'bad');
    assert.equal(checkClock({ now: 0, timeZone: 'UTC', lastStored: null }).state, 'bad');
  });
});

describe('the disks', () => {
  const disk: DiskFacts = {
    folder: 'tree',
    path: '/data',
    device: 1,
    freeBytes: 50 * GIB,
    totalBytes: 100 * GIB,
    freeInodes: 900,
    totalInodes: 1000,
    kind: 0xef53,
  };
  const needs = { minFreeBytes: GIB, minFreePercent: 5 };
  const look = (changes: Partial<DiskFacts>): Record<string, string> => {
    const checks = checkDisk({ ...disk, ...changes }, needs);
    assertCured(checks);
    return states(checks);
  };

  it('F8 below the reserve work stops, near it one is warned: the larger of bytes and percent counts', () => {
    assert.deepEqual(look({}), { 'disk of tree': 'ok' });
    assert.deepEqual(look({ freeBytes: 9 * GIB }), { 'disk of tree': 'warn' });
    assert.deepEqual(look({ freeBytes: 4 * GIB }), { 'disk of tree': 'bad' });
    assert.deepEqual(look({ totalBytes: 2 * GIB, freeBytes: GIB - 1 }), { 'disk of tree': 'bad' });
  });

  it('F10 inodes run out before bytes do; a file system without a number of them is no fault', () => {
    assert.deepEqual(look({ freeInodes: 40 }), { 'disk of tree': 'ok', 'inodes of tree': 'warn' });
    assert.deepEqual(look({ freeInodes: 5 }), { 'disk of tree': 'ok', 'inodes of tree': 'bad' });
    assert.deepEqual(look({ freeInodes: 0, totalInodes: 0 }), { 'disk of tree': 'ok' });
  });

  it('F29 a database on a network drive is wrong, a tree there is doubtful, backups there are welcome', () => {
    const kind = 0x6969;
    assert.ok(checkDisk({ ...disk, folder: 'database', kind }, needs).some(({ state }) => state === 'bad'));
    assert.ok(checkDisk({ ...disk, kind }, needs).some(({ state }) => state === 'warn'));
    assert.ok(checkDisk({ ...disk, folder: 'backups', kind }, needs).every(({ state }) => state === 'ok'));
  });
});

describe('the database', () => {
  it('every state a file can be in has its word and its cure', () => {
    const checks = (
      [
        { state: 'missing' },
        { state: 'old program' },
        { state: 'foreign' },
        { state: 'newer', version: 99 },
        { state: 'broken', problem: 'page 3' },
      ] as const
    ).map((inspection) => checkInspection(inspection, 'x.db'));
    assert.deepEqual(
      checks.map(({ state }) => state),
      ['warn', 'warn', 'bad', 'bad', 'bad'],
    );
    assertCured(checks);
    assert.match(checks[4]?.what ?? '', /x\.db.*page 3/);
  });

  it('pending migrations and a check that is old, never made or failed are told', () => {
    assert.deepEqual(
      [checkSchema({ version: 5, latest: 7 }).state, checkSchema({ version: 7, latest: 7 }).state],
      ['warn', 'ok'],
    );
    const note = (ageDays: number, problem: string | null) => ({
      at: NOW - ageDays * DAY,
      value: { problem, reindexed: false },
    });
    assert.deepEqual(
      [null, note(8, null), note(50, null), note(1, 'row 7 missing')].map(
        (each) => checkLastDatabaseCheck(each, NOW).state,
      ),
      ['warn', 'ok', 'warn', 'bad'],
    );
  });
});

describe('the work', () => {
  const open = (ageDays: number): Batch =>
    ({
      id: 'Nov26_01',
      startedAt: NOW - ageDays * DAY,
      deadlineAt: NOW + (14 - ageDays) * DAY,
      completedTasks: 3,
      failedTasks: 1,
      totalTasks: 9,
    }) as Batch;
  const task = (minutes: number): Task =>
    ({ scraper: 'inm24', orderNum: 17, startedAt: NOW - minutes * MINUTE }) as Task;
  const facts = { now: NOW, open: null, running: [], serviceRuns: true, longestTaskMs: 150 * MINUTE };

  it('is well while the oldest task is younger than its slice and the batch than its deadline', () => {
    assert.ok(
      checkWork({ ...facts, open: open(3), running: [task(149), task(2)] }).every(({ state }) => state === 'ok'),
    );
    assert.ok(checkWork({ ...facts, serviceRuns: false }).every(({ state }) => state === 'ok'));
  });

  it('a task that kept its slot too long is named, and so is a batch near or past its deadline', () => {
    const hung = checkWork({ ...facts, open: open(3), running: [task(151)] });
    assert.deepEqual(states(hung), { service: 'ok', batch: 'ok', tasks: 'bad' });
    assert.match(hung[2]?.what ?? '', /inm24:17/);
    assert.equal(states(checkWork({ ...facts, open: open(12) }))['batch'], 'warn');
    assert.equal(states(checkWork({ ...facts, open: open(15) }))['batch'], 'bad');
  });

  it('an open batch that nobody works on is told, with how to go on', () => {
    const checks = checkWork({ ...facts, serviceRuns: false, open: open(1), running: [task(500)] });
    assert.deepEqual(states(checks), { service: 'warn', batch: 'ok', tasks: 'warn' });
    assertCured(checks);
  });
});

describe('what protects the data', () => {
  const backup = (hours: number): ListedBackup => {
    const at = new Date(NOW - hours * HOUR).toISOString();
    return {
      name: 'orchestrator_backup_20261122_020000',
      state: 'verified',
      manifest: { createdAt: at, verifiedAt: at },
    } as ListedBackup;
  };
  const damaged: ListedBackup = {
    name: 'orchestrator_backup_20261121_020000',
    state: 'damaged',
    reason: 'half of it is there',
  };

  it('F29 backups that are late, missing or damaged are told, one that is fresh and verified is enough', () => {
    const look = (backups: readonly ListedBackup[], needed = true): Record<string, string> => {
      const checks = checkBackups(backups, needed, NOW);
      assertCured(checks);
      return states(checks);
    };
    assert.deepEqual(look([backup(7)]), { backups: 'ok' });
    assert.deepEqual(look([backup(30)]), { backups: 'warn' });
    assert.deepEqual(look([backup(80)]), { backups: 'bad' });
    assert.deepEqual(look([damaged, backup(7)]), { backups: 'ok', 'damaged backups': 'warn' });
    assert.deepEqual(look([damaged]), { backups: 'bad', 'damaged backups': 'warn' });
    assert.deepEqual(look([], false), { backups: 'ok' });
  });

  it('a damaged file of the tree is named with its cure; a tree not looked at for long is told', () => {
    const state = {
      position: null,
      roundStartedAt: NOW - 40 * DAY,
      roundEndedAt: NOW - 2 * DAY,
      files: 9,
      bytes: 9,
      problems: [],
    };
    const problem = {
      path: 'CyT/x.csv',
      kind: 'changed',
      what: 'other bytes',
      cure: 'Copy it back from a backup.',
      foundAt: NOW,
    } as const;
    const look = (value: unknown): Check => checkTree({ at: NOW, value }, NOW);
    assert.equal(look(state).state, 'ok');
    assert.equal(look({ ...state, roundEndedAt: NOW - 31 * DAY }).state, 'warn');
    assert.equal(look({ ...state, roundEndedAt: null, roundStartedAt: NOW - DAY }).state, 'ok');
    assert.equal(checkTree(null, NOW).state, 'warn');
    const hurt = look({ ...state, problems: [problem, problem] });
    assert.deepEqual([hurt.state, hurt.cure], ['bad', problem.cure]);
    assert.match(hurt.what, /CyT\/x\.csv.*1 more/);
  });

  it('a status file that grows old while a service runs means that it hangs', () => {
    const look = (age: number | null, serviceRuns = true): string =>
      checkStatusFile({ writtenAt: age === null ? null : NOW - age, intervalMs: 5 * MINUTE, serviceRuns, now: NOW })
        .state;
    assert.deepEqual(
      [look(5 * MINUTE), look(16 * MINUTE), look(null), look(null, false)],
      ['ok', 'warn', 'warn', 'ok'],
    );
  });

  it('leftovers are told at their age, a database that was set aside always', () => {
    const leftover = (fate: 'remove' | 'report', ageMs: number, dueMs: number) => ({
      path: `/data/x.${fate}`,
      fate,
      ageMs,
      dueMs,
    });
    assert.deepEqual(states(checkLeftovers([leftover('remove', HOUR, DAY)])), { leftovers: 'ok' });
    assert.deepEqual(states(checkLeftovers([leftover('remove', 2 * DAY, DAY), leftover('report', 0, 0)])), {
      'set aside': 'warn',
      leftovers: 'warn',
    });
  });
});

describe('the portals', () => {
  const answering = (answer: PermitAnswer | Error): PermitSource & { reported: string[] } => {
    const reported: string[] = [];
    return {
      reported,
      acquire: async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      },
      report: ({ result }) => void reported.push(result),
    };
  };
  const look = async (answer: PermitAnswer | Error): Promise<readonly [string, readonly string[]]> => {
    const permits = answering(answer);
    const checks = await checkPortals(
      permits,
      { portals: [{ site: 'CyT', url: 'https://www.casasyterrenos.com/' }], timeZone: 'America/Mexico_City' },
      AbortSignal.abort(),
    );
    assertCured(checks);
    return [checks[0]?.state ?? '', permits.reported];
  };

  it('one that answers is well, and the permit is given back unused: no page is fetched', async () => {
    assert.deepEqual(await look({ kind: 'granted', permit: 1, robots: 'respect' }), ['ok', ['unused']]);
  });

  it('one that forbids, rests, cannot be reached or fails is told', async () => {
    assert.deepEqual(await look({ kind: 'forbidden', rule: 'Disallow: /' }), ['warn', []]);
    assert.deepEqual(await look({ kind: 'wait', until: NOW, code: 'E_CIRCUIT_OPEN', message: 'it rests' }), [
      'warn',
      [],
    ]);
    assert.deepEqual(await look({ kind: 'wait', until: NOW, code: 'E_ROBOTS_UNREACHABLE', message: 'no answer' }), [
      'bad',
      [],
    ]);
    assert.deepEqual(await look(new Error('no network')), ['bad', []]);
  });
});
