/** F65: a field that each batch had vanishes from a portal's pages: nothing is published, what was published stays, and the diagnosis names the way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { fieldsPath, readFields } from '../../src/records/field-fills.ts';
import { readManifest } from '../../src/records/manifest.ts';
import { readSiteFaults } from '../../practice/site-faults.ts';
import { rehearse } from '../support/rehearsal.ts';
import { query } from './database.ts';

test('F65 a field that vanishes under a container that stands is a changed layout, by comparison with the batch before', async (t) => {
  const rehearsal = await rehearse(t, {
    catalogue: ['Mit,Zap,Ven,Cas,https://casas.mitula.mx/casas/venta-casas-zapopan'],
    // One page is enough to see it; one attempt, because a new layout does not go away.
    config: { execution: { max_pages: 1, retry: { delay: '1s', strategy: 'linear', max_attempts: 1 } } },
  });
  const { directory } = rehearsal.config.data;
  const first = await rehearsal.run(NO_FILTERS);
  const [task] = query(rehearsal.config.database.path, 'SELECT output_path FROM scraping_tasks');
  const file = join(directory, String(task?.['output_path']));
  const before = readFileSync(file);
  const { rows, filled } = readManifest(readFileSync(file.replace(/\.csv$/, '.manifest.json')), file);
  assert.ok(rows >= 20 && filled['property_type'] === rows, JSON.stringify(filled));
  const [fills] = readFields(readFileSync(join(directory, fieldsPath(first.id))), 'fields.jsonl');
  assert.deepEqual([fills?.scraper, fills?.operation, fills?.product, fills?.rows], ['mit', 'Ven', 'Cas', rows]);

  rehearsal.portals.setFaults(
    readSiteFaults(
      '- { site: Mit, fault: replace, find: tag--listing--property-type, put: tag--listing--kind }',
      'f.yaml',
    ),
  );
  const second = await rehearsal.run(NO_FILTERS);
  assert.deepEqual([second.status, second.failedTasks], ['failed', 1]);
  const [failed] = query(
    rehearsal.config.database.path,
    `SELECT status, verdict, error_code, error_message, output_path FROM scraping_tasks WHERE execution_batch = '${second.id}'`,
  );
  assert.deepEqual(
    [failed?.['status'], failed?.['verdict'], failed?.['error_code'], failed?.['output_path']],
    ['permanently_failed', 'layout_changed', 'E_LAYOUT', null],
  );
  const message = String(failed?.['error_message']);
  assert.match(message, /property_type is on 0 of \d+ adverts \(usual: 100 %\)/);
  assert.match(message, /card \.tag--listing--property-type/);
  assert.match(message, /nearest: .*\w+\.tag--listing--kind \(\d+ times: "Casa"\)/);
  assert.deepEqual(readFileSync(file), before, 'what was published stays');

  rehearsal.portals.setFaults([]);
  const third = await rehearsal.run(NO_FILTERS);
  assert.equal(third.completedTasks, 1, 'the portal is as it was: so is the next batch');
});
