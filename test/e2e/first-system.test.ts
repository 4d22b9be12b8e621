import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { NO_FILTERS } from '../../src/core/batch.ts';
import { taskPaths } from '../../src/records/tree.ts';
import { rehearse } from '../support/rehearsal.ts';

const ROWS = [
  'Inm24,Zap,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-zapopan.html',
  'CyT,Gdl,Ren,Edf,https://www.casasyterrenos.com/jalisco/guadalajara/edificios/renta',
];

test("the first-system columns keep the team's programs working, and detail pages are still found", async (t) => {
  const rehearsal = await rehearse(t, { catalogue: ROWS, config: { data: { columns: 'first-system' } } });
  const orchestrator = await rehearsal.open();
  t.after(() => orchestrator.close());
  const batch = await orchestrator.runBatch(await orchestrator.openBatch(NO_FILTERS), new AbortController().signal);
  assert.ok(batch !== null);
  assert.equal(batch.failedTasks, 0);
  const tasks = await orchestrator.reports.listTasks({ batch: batch.id });
  const columns = new Map(
    tasks.map((task) => {
      const bytes = readFileSync(join(rehearsal.config.data.directory, taskPaths(task, batch).csv));
      const [header = []]: readonly (readonly string[])[] = parse(bytes);
      const rows: readonly Readonly<Record<string, string>>[] = parse(bytes, { columns: true });
      return [task.scraper, { header: header.join(','), rows, task }];
    }),
  );
  assert.equal(columns.get('inm24')?.header, 'nombre,descripcion,ubicacion,url,precio,tipo,habitaciones,baños');
  assert.equal(
    columns.get('cyt')?.header,
    'descripcion,ubicacion,url,precio,tipo,habitaciones,baños,estacionamientos,superficie,codigo',
  );
  const detail = columns.get('inm24_det');
  assert.match(
    detail?.header ?? '',
    /^id,PaginaWeb,Ciudad,Fecha Scrap,tipo_propiedad,.*,Características generales,Servicios,Amenidades,Exteriores$/,
  );
  assert.equal(detail?.rows.length, columns.get('inm24')?.rows.length);
  for (const row of detail?.rows ?? []) assert.deepEqual([row['PaginaWeb'], row['Ciudad']], ['Inm24', 'Zap']);
  for (const row of columns.get('inm24')?.rows ?? []) assert.match(row['precio'] ?? '', /^$|^(MN|USD) [\d,]+$|desde/);
});
