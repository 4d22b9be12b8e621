/** P6: backups made while the store is written to. 4 cycles by default; SCRAPING_BACKUP_CYCLES=1000 for the long form. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeBackup } from '../../../src/upkeep/backup/make-backup.ts';
import { unpackDatabase, archivePath } from '../../../src/upkeep/backup/unpack-database.ts';
import { leased, page, planned } from '../../store/given.ts';
import { installation } from '../installation.ts';

const CYCLES = Number(process.env['SCRAPING_BACKUP_CYCLES'] ?? 4);

test(`P6 ${CYCLES} backups under write load: each restores to one moment, none older than the one before`, async (t) => {
  const made = installation(t);
  const store = await made.openStore();
  const [task] = await planned(store, 1);
  const { lease, resume } = await leased(store, task?.id ?? 0);
  const stop = new AbortController();
  let committed = 0;
  const writing = (async () => {
    while (!stop.signal.aborted) {
      if ((await store.tasks.commitPage(lease, resume.generation, page(committed + 1))) === 'committed') committed += 1;
    }
  })();
  let before = 0;
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const least = committed;
    const { manifest } = await makeBackup(made.backup);
    const target = join(made.folder, `restored-${cycle}.db`);
    await unpackDatabase(archivePath(made.backups, manifest.name), manifest, target);
    const found = await made.upkeep.inspect(target, { depth: 'full', digest: true });
    assert.ok(found.state === 'sound');
    assert.deepEqual(found.content, manifest.database.content, `cycle ${cycle}`);
    const pages = found.content.counts['pages'] ?? 0;
    assert.ok(
      pages >= least && pages >= before,
      `cycle ${cycle}: ${pages} pages, and ${least} were committed before it began`,
    );
    before = pages;
  }
  stop.abort();
  await writing;
  assert.ok(committed > CYCLES, 'it was written to all the time');
  await store.close();
});
