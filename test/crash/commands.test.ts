/**
 * P5, F27, F28, F34: migration, backup and restore are cut off before every single call with which they change a file.
 * All of them in `npm run crash-test`, a sample of them in `npm test`.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import { manageBackups } from '../../src/app/house/manage-backups.ts';
import { LATEST_VERSION } from '../../src/store/migrations/latest-version.ts';
import { query } from '../e2e/database.ts';
import { makeOldDatabase } from '../store/old-database.ts';
import { choose, cutsOf } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { noFaultyDisk } from './faulty-disk.ts';
import { configOf, liveOnce } from './life.ts';
import type { Deed, Installation } from './life.ts';
import { openLives } from './lives.ts';
import type { Lives } from './lives.ts';
import { assertLivedWell, openSweep } from './sweep.ts';

const skip = noFaultyDisk();

test(
  'P5 F34 the migration of an old database, cut off before any call that changes a file, is finished by the next start',
  { skip },
  async (t) => {
    const old = oldInstallation(t);
    const lives = openLives(t, `${old.folder}-life`);
    const begun = join(old.folder, 'orchestrator.db');
    const rowsBefore = Number(query(begun, 'SELECT COUNT(*) AS n FROM scraping_tasks')[0]?.['n']);
    const life = lives.moveIn(old);
    await forEachCut(t, lives, life, 'migrate', { short: 6 }, async (cut, what) => {
      assertLivedWell(await liveOnce(cut, { deed: 'migrate' }), what);
      assert.deepEqual(readMigrated(cut), readMigrated(life), what);
      const copy = join(cut.folder, `orchestrator.db.before-${LATEST_VERSION}`);
      assert.equal(
        query(copy, 'SELECT COUNT(*) AS n FROM scraping_tasks')[0]?.['n'],
        rowsBefore,
        `${what}: the copy from before`,
      );
      assert.deepEqual(
        readdirSync(cut.folder).filter((name) => /creating|partial|journal/.test(name)),
        [],
        what,
      );
    });
  },
);

test('P5 F27 F28 backup and restore, cut off before any call that changes a file', { skip }, async (t) => {
  const sweep = await openSweep(t);
  const kept = keep(t, sweep.fresh());
  assertLivedWell(await liveOnce(kept), 'a batch');
  assertLivedWell(await liveOnce(kept, { deed: 'backup' }), 'a first backup');

  await t.test(
    'F27 no backup counts that is not whole, the one before stays, and the next one is made',
    async (one) => {
      await forEachCut(one, sweep, sweep.moveIn(kept), 'backup', { short: 3 }, async (cut, what) => {
        const before = await verifyAll(cut, what);
        assert.ok(before >= 1, `${what}: the first backup is gone`);
        assertLivedWell(await liveOnce(cut, { deed: 'backup' }), what);
        assert.ok((await verifyAll(cut, what)) > before, `${what}: no further backup`);
        assert.deepEqual(
          readdirSync(join(cut.folder, 'backups')).filter((name) => name.includes('.partial')),
          [],
          what,
        );
        // A start is what tidies up after the command.
        assertLivedWell(await liveOnce(cut), what);
        sweep.assertWhole(cut, what);
      });
    },
  );

  await t.test('F28 the database is the old one or the new one, and the next start works on it', async (one) => {
    await forEachCut(one, sweep, sweep.moveIn(kept), 'restore', { short: 3 }, async (cut, what) => {
      assertLivedWell(await liveOnce(cut), what);
      // What was made ready and not used leaves with the next restore, or at its age.
      for (const name of [
        'restoring',
        'restoring-wal',
        'restoring-shm',
        'restoring-journal',
        'restored.json.partial',
      ]) {
        rmSync(join(cut.folder, `orchestrator.db.${name}`), { force: true });
      }
      sweep.assertWhole(cut, what);
    });
  });
});

async function forEachCut(
  t: TestContext,
  lives: Lives,
  life: Installation,
  deed: Deed,
  most: { readonly short: number; readonly long?: number },
  check: (cut: Installation, what: string) => Promise<void>,
): Promise<void> {
  const { calls, cuts } = await cutsOf(lives, life, deed);
  const chosen: readonly Cut[] = choose(cuts, most);
  await lives.end();
  for (const { before, installation } of chosen) {
    await check(installation, `${deed} cut off before ${before}`);
    rmSync(installation.folder, { recursive: true });
  }
  t.diagnostic(
    `${deed}: ${calls.length} calls, ${cuts.length} different states before them, recovered from ${chosen.length}`,
  );
}

/** The number of backups that count, each of which must be good. */
async function verifyAll(installation: Installation, what: string): Promise<number> {
  const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const backups = manageBackups(configOf(installation), systemClock, silent);
  const verified = (await backups.list()).filter((backup) => backup.state === 'verified');
  for (const { name } of verified) {
    const { rows } = await backups.verify({ at: name, trust: false });
    assert.ok(rows > 0, `${what}: ${name} is empty`);
  }
  return verified.length;
}

function ignore(): void {
  // Nobody looks on.
}

/** A place of its own, out of the way of the lives to come. */
function keep(t: TestContext, { folder, madeAt }: Installation): Installation {
  const kept = realpathSync(mkdtempSync(join(tmpdir(), 'kept-')));
  t.after(() => rmSync(kept, { recursive: true, force: true }));
  cpSync(folder, kept, { recursive: true });
  return { folder: kept, madeAt };
}

/** A database as the team's program left it, and nothing else. */
function oldInstallation(t: TestContext): Installation {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'old-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'Base_de_Datos'));
  makeOldDatabase(join(folder, 'orchestrator.db'));
  const lines = [`database: { path: ${folder}/orchestrator.db }`, `data: { directory: ${folder}/Base_de_Datos }`, ''];
  writeFileSync(join(folder, 'config.yaml'), lines.join('\n'));
  return { folder, madeAt: folder };
}

/** Everything but the moments at which it was migrated. */
function readMigrated({ folder }: Installation): unknown {
  const database = new DatabaseSync(join(folder, 'orchestrator.db'));
  try {
    const all = (sql: string): readonly unknown[] => database.prepare(sql).all();
    return {
      integrity: all('PRAGMA integrity_check'),
      foreignKeys: all('PRAGMA foreign_key_check'),
      schema: all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'),
      versions: all('SELECT version, description FROM schema_migrations ORDER BY version'),
      batches: all(
        'SELECT batch_id, status, total_tasks, completed_tasks, failed_tasks FROM execution_batches ORDER BY id',
      ),
      tasks: all(
        'SELECT id, scraper_name, url, status, attempts, max_attempts, started_at, error_message, execution_batch FROM scraping_tasks ORDER BY id',
      ),
      events: all('SELECT task, step, code, message FROM task_events ORDER BY id'),
    };
  } finally {
    database.close();
  }
}
