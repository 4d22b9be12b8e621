/**
 * The proof that a batch survives anything: it is killed at random moments again and again, and taken up each time. The
 * moments are facts (so many pages asked for, stored, or tasks finished since the start), drawn from a seed; within such a
 * moment the kill falls where it falls.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import type { TestContext } from 'node:test';
import { seededRandom } from '../../src/core/clock.ts';
import type { Random } from '../../src/core/clock.ts';
import { finished } from '../support/rehearsal.ts';
import { SEVERAL_PAGES } from './catalogues.ts';
import { assertBatchIsWhole, assertDatabaseIsSound, snapshot } from './invariants.ts';
import { childrenOf, isGone, isStopped, killGroup, pidOf } from './processes.ts';
import type { Process } from './processes.ts';
import { openScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

const SLOTS = 4;
/** Details of one site are enough here, and a third of the time. */
const CONFIG = { execution: { max_concurrency: SLOTS }, websites: { Inm24: { has_detail_scraper: false } } };

export type Snapshot = Readonly<Record<string, string>>;

/** The files of a batch that nobody disturbed. */
export async function undisturbed(t: TestContext): Promise<Snapshot> {
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES, config: CONFIG });
  const { code, stderr } = await finished(scene.spawnRun());
  assert.equal(code, 0, stderr);
  assertBatchIsWhole(scene);
  assertOnlyPagesInFlightCameAgain(scene);
  return snapshot(scene.tree);
}

/** Who is killed: the command and all its workers, or the command alone, once with a worker that cannot notice it (D31). */
const VICTIMS = ['all', 'parent', 'parent of a stopped worker'] as const;

/** A fast machine may reach the batch's end before a late moment comes; before the second kill it cannot: too much is left. */
const FEWEST_KILLS = 2;

/** Kills the same batch `kills` times at most, lets it end, and holds it to the undisturbed one. Returns how often it was killed. */
export async function sweep(t: TestContext, seed: number, kills: number, reference: Snapshot): Promise<number> {
  const random = seededRandom(seed);
  const scene = await openScene(t, { catalogue: SEVERAL_PAGES, config: CONFIG });
  let leftover: Process | null = null;
  let endedAfter: number | null = null;
  for (let kill = 0; kill < kills; kill += 1) {
    const victims = VICTIMS[(seed + kill) % VICTIMS.length] ?? 'all';
    const moment = drawMoment(random, scene);
    const life = await liveAndDie(scene, victims, moment, leftover);
    leftover = life.leftover;
    if (life.exitCode !== null) {
      assert.ok(kill >= FEWEST_KILLS, `seed ${seed}: the batch ended after ${kill} kills, before ${moment.what}`);
      assert.equal(life.exitCode, 0, `seed ${seed}: the life that nobody killed`);
      t.diagnostic(`seed ${seed}: the batch ended before ${moment.what}, after ${kill} kills`);
      endedAfter = kill;
      break;
    }
    assertDatabaseIsSound(scene);
    t.diagnostic(`seed ${seed}: killed ${victims} after ${moment.what}; ${stateOf(scene)}`);
    scene.gate.beginLife();
  }
  if (endedAfter === null) {
    const { code, stderr } = await finished(scene.spawnRun());
    assert.equal(code, 0, stderr);
  }
  if (leftover !== null) assert.ok(isGone(leftover), 'the last start ended the worker left over');
  assertBatchIsWhole(scene);
  assert.deepEqual(snapshot(scene.tree), reference, `seed ${seed}: the same bytes as without a kill (D11)`);
  assertOnlyPagesInFlightCameAgain(scene);
  assert.equal(scene.count('SELECT COUNT(*) FROM execution_batches'), 1);
  assert.equal(scene.count('SELECT COUNT(*) FROM workers'), 0);
  return endedAfter ?? kills;
}

interface Moment {
  readonly what: string;
  /** Pages are held back until every slot is at work: else a small batch is mostly done by the first worker. */
  readonly together: boolean;
  /** Whether it has come, in the life that began when it was drawn. */
  readonly hasCome: () => boolean;
}

const MOST = { 'pages asked for': 12, 'pages stored': 10, 'tasks completed': 2, workers: SLOTS };

function drawMoment(random: Random, scene: Scene): Moment {
  const facts = {
    'pages asked for': () => scene.gate.visits.length,
    'pages stored': () => scene.count('SELECT SUM(pages) FROM scraping_tasks'),
    'tasks completed': () => scene.count(`SELECT COUNT(*) FROM scraping_tasks WHERE status = 'completed'`),
    workers: () =>
      scene.count(
        `SELECT COUNT(*) FROM workers JOIN instances ON instances.id = workers.instance WHERE ended_at IS NULL AND started_at > ${startedAt}`,
      ),
  };
  const startedAt = Date.now();
  const kinds = Object.keys(facts) as (keyof typeof facts)[];
  const kind = kinds[Math.floor(random.next() * kinds.length)] ?? 'pages stored';
  const number = 1 + Math.floor(random.next() * MOST[kind]);
  const before = facts[kind]();
  const together = kind !== 'workers' && random.next() < 0.7;
  return {
    what: `${number} ${kind}${together ? ' together' : ''}`,
    together,
    hasCome: () => facts[kind]() >= before + number,
  };
}

/**
 * D24 quarantines what was interrupted three times on one page: a kill waits until no task would be the third time. The
 * command is stopped for the look: while it runs it may give such a task to a worker between the look and the kill.
 */
const ON_THE_LAST_CHANCE = `SELECT COUNT(*) FROM scraping_tasks WHERE status = 'running' AND interruptions >= 2`;

interface Life {
  /** The worker that is still there, stopped. */
  readonly leftover: Process | null;
  /** null: killed. 0: the batch was over before the moment came. */
  readonly exitCode: 0 | null;
}

/** One life of the product, to its violent end, or to the batch's own. */
async function liveAndDie(
  scene: Scene,
  victims: (typeof VICTIMS)[number],
  moment: Moment,
  leftover: Process | null,
): Promise<Life> {
  const before = scene.gate.visits.length;
  const command = scene.spawnRun();
  const end = finished(command);
  if (moment.together) {
    scene.gate.hold();
    await until(() => command.exitCode !== null || everySlotWorks(scene), 'every slot is at work');
    scene.gate.open();
  }
  await until(() => {
    if (leftover !== null && scene.gate.visits.length > before) {
      assert.ok(isGone(leftover), 'a start ends leftover workers before the first request (D31)');
    }
    return command.exitCode !== null || (moment.hasCome() && stopsForTheKill(scene, command));
  }, moment.what);
  const workers = childrenOf(pidOf(command));
  const stopped = victims === 'parent of a stopped worker' ? (workers[0] ?? null) : null;
  if (stopped !== null) await stop(stopped);
  killGroup(pidOf(command));
  if (victims === 'all') for (const worker of workers) killGroup(worker.pid);
  const { code, stderr } = await end;
  assert.ok(code === null || code === 0, `it ended by itself with exit code ${code}; ${stderr}`);
  await until(
    () => workers.every((worker) => worker.pid === stopped?.pid || isGone(worker)),
    'workers leave when their parent is dead (F2)',
  );
  return { leftover: stopped, exitCode: code };
}

/** A page in flight for every slot, or for every lane that still has work when these are fewer. */
function everySlotWorks(scene: Scene): boolean {
  const open = scene.count('SELECT COUNT(*) FROM lanes WHERE pending + running + retrying > 0');
  return open > 0 && scene.gate.held.length >= Math.min(SLOTS, open);
}

/** A batch that is closed is not killed: the next run would begin another one. */
const IS_CLOSED = `SELECT COUNT(*) FROM execution_batches WHERE status <> 'running'`;

/** When it may be killed it stays stopped, as it was looked at; true also when it has ended by itself. */
async function stopsForTheKill(scene: Scene, command: ChildProcess): Promise<boolean> {
  command.kill('SIGSTOP');
  const hasEnded = (): boolean => command.exitCode !== null;
  await until(() => hasEnded() || isStopped({ pid: pidOf(command) }), 'the command stops');
  if (hasEnded() || [ON_THE_LAST_CHANCE, IS_CLOSED].every((sql) => scene.countAfterDeath(sql) === 0)) return true;
  command.kill('SIGCONT');
  return false;
}

async function stop(worker: Process): Promise<void> {
  process.kill(worker.pid, 'SIGSTOP');
  await until(() => isStopped(worker) || isGone(worker), 'the worker stops');
}

/** In one life no page comes twice, and of each life no more pages come again than were in flight at its end. */
function assertOnlyPagesInFlightCameAgain(scene: Scene): void {
  const lives = Map.groupBy(scene.gate.visits, (visit) => visit.life);
  for (const [life, visits] of lives) {
    const urls = new Set(visits.map((visit) => visit.url));
    assert.equal(urls.size, visits.length, `life ${life} asked twice for a page`);
    const again = new Set(
      scene.gate.visits.filter((visit) => visit.life > life && urls.has(visit.url)).map((visit) => visit.url),
    );
    assert.ok(again.size <= SLOTS, `${again.size} pages of life ${life} were fetched again: ${[...again].join(' ')}`);
  }
}

function stateOf(scene: Scene): string {
  const states = scene.query('SELECT status, COUNT(*) AS tasks FROM scraping_tasks GROUP BY status');
  return states.map((state) => `${state['tasks']} ${state['status']}`).join(', ');
}
