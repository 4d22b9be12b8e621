/** What the sweeps over the life of a task have in common: the task, its lives, and what must be so after each. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { count, query } from '../e2e/database.ts';
import { assertBatchIsWhole, snapshot } from '../e2e/invariants.ts';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import type { Call } from './faulty-disk.ts';
import { liveOnce } from './life.ts';
import type { Installation, LifeEnd } from './life.ts';
import { openLives } from './lives.ts';
import type { Lives } from './lives.ts';

/** Two pages, 45 rows: every step of a task's life, once or twice. */
const TASK = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';
const PAGES = 2;

export interface Sweep extends Lives {
  /** An installation that was never started. */
  untouched(): Installation;
  /** One that was started once, so that its database is there, and has no batch yet. */
  fresh(): Installation;
  /** Every call of a life that nothing disturbed. */
  readonly calls: readonly Call[];
  /** Lives in this process, whose disk is sound, and holds the outcome to the undisturbed one. */
  assertRecovers(installation: Installation, what: string): Promise<void>;
  /** I1–I7, and the bytes of the undisturbed life. */
  assertWhole(installation: Installation, what: string): void;
}

export async function openSweep(t: TestContext): Promise<Sweep> {
  const scene = await openScene(t, {
    catalogue: [TASK],
    config: { execution: { max_concurrency: 1 }, websites: { CyT: { has_detail_scraper: false } } },
  });
  const folder = realpathSync(scene.rehearsal.folder);
  const untouched: Installation = { folder, madeAt: scene.rehearsal.folder };
  const started = await startOnce(t, untouched);
  const lives = openLives(t, `${folder}-life`);
  const first = lives.moveIn(started);
  const { failure } = await lives.live(first);
  assert.equal(failure, null, failure?.message);
  const calls = lives.disk.calls();
  const reference = snapshot(join(first.folder, 'Base_de_Datos'));
  assert.equal(Object.keys(reference).length, 2, 'a CSV and its manifest');
  const whole = (installation: Installation, what: string): void => assertWhole(scene, installation, reference, what);
  whole(first, 'undisturbed');
  return {
    ...lives,
    calls,
    untouched: () => lives.moveIn(untouched),
    fresh: () => lives.moveIn(started),
    assertWhole: whole,
    assertRecovers: async (installation, what) => {
      const missing = PAGES - pagesStored(installation);
      const before = scene.gate.visits.length;
      assertLivedWell(await liveOnce(installation), what);
      whole(installation, what);
      const fetched = scene.gate.visits.length - before;
      assert.equal(fetched, missing, `${what}: only pages that were not stored are fetched again`);
    },
  };
}

/** A copy beside it that was opened and closed. */
async function startOnce(t: TestContext, { folder, madeAt }: Installation): Promise<Installation> {
  const started = { folder: `${folder}-started`, madeAt };
  t.after(() => rmSync(started.folder, { recursive: true, force: true }));
  cpSync(folder, started.folder, { recursive: true, preserveTimestamps: true });
  assertLivedWell(await liveOnce(started, { deed: 'open' }), 'the first start');
  return started;
}

/** Trouble of the disk must never show as a fault of the program. */
export function assertNamed({ troubles, failure }: LifeEnd, what: string): void {
  for (const { code, message } of failure === null ? troubles : [...troubles, failure]) {
    assert.match(String(code), /^E_(DISK_FULL|IO|DIRECTORY|STORE|WORKER_START)$/, `${what}: ${message}`);
  }
}

export function assertLivedWell({ failure }: LifeEnd, what: string): void {
  assert.equal(failure, null, `${what}: ${failure?.code} ${failure?.message}`);
}

function assertWhole(
  scene: Scene,
  { folder }: Installation,
  reference: Readonly<Record<string, string>>,
  what: string,
): void {
  const database = join(folder, 'orchestrator.db');
  const tree = join(folder, 'Base_de_Datos');
  const number = (sql: string): number => count(database, sql);
  try {
    // First: to look into the database makes files beside it.
    assert.deepEqual(unexpectedFiles(folder), [], 'I4: files left over');
    assertBatchIsWhole({ ...scene, tree, query: (sql) => query(database, sql), count: number });
    assert.deepEqual(snapshot(tree), reference, 'the same bytes as without a disturbance (D11)');
    assert.equal(number('SELECT COUNT(*) FROM execution_batches'), 1, 'one batch');
    assert.equal(number('SELECT COUNT(*) FROM workers'), 0, 'no worker is recorded any more');
    assert.equal(number(`SELECT attempts FROM scraping_tasks WHERE status = 'completed'`), 1, 'it was not charged');
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const EXPECTED = new Set([
  'config.yaml',
  'orchestrator.db',
  'orchestrator.db.seal',
  'orchestrator.db.restored.json',
  'instance.lock.db',
  'backup.key',
  'status.json',
  'urls',
  'Base_de_Datos',
  'logs',
  'backups',
  'quarantine',
  'staging',
]);

/** I4: what a life that was cut short left beside the database. */
export function unexpectedFiles(folder: string): readonly string[] {
  const staging = join(folder, 'staging');
  const staged = existsSync(staging) ? readdirSync(staging).map((name) => `staging/${name}`) : [];
  return [...readdirSync(folder).filter((name) => !EXPECTED.has(name)), ...staged];
}

/** Pages that are stored in an installation as it lies there; all of them once its task is settled. */
function pagesStored({ folder }: Installation): number {
  if (!existsSync(join(folder, 'orchestrator.db'))) return 0;
  // A look at a database recovers it: it is taken at a copy.
  const copy = `${folder}-look`;
  mkdirSync(copy);
  for (const name of readdirSync(folder)) {
    if (name.startsWith('orchestrator.db')) cpSync(join(folder, name), join(copy, name));
  }
  const database = new DatabaseSync(join(copy, 'orchestrator.db'));
  try {
    const stored = `CASE status WHEN 'completed' THEN ${PAGES} ELSE (SELECT count(*) FROM pages WHERE task = t.id) END`;
    return Number(database.prepare(`SELECT coalesce(sum(${stored}), 0) AS n FROM scraping_tasks t`).get()?.['n']);
  } finally {
    database.close();
    rmSync(copy, { recursive: true });
  }
}
