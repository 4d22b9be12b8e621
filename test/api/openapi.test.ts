import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { z } from 'zod';
import {
  auditShape,
  backupShape,
  catalogueShape,
  logLineShape,
  scheduleShape,
  settingShape,
  siteShape,
} from '../../src/monitoring/house-shape.ts';
import { reportShape, statisticsShape, trendShape } from '../../src/monitoring/statistics-shape.ts';
import { batchShape, scraperShape, statusShape } from '../../src/monitoring/status-shape.ts';
import { coverageShape, errorGroupShape, taskDetailShape, taskShape } from '../../src/monitoring/task-shape.ts';
import { openHouse } from './house.ts';

const FILE = new URL('../../openapi.json', import.meta.url);
/** After a change: `UPDATE_DOCS=1 node --test test/api/openapi.test.ts` writes it anew. */
const update = process.env['UPDATE_DOCS'] === '1';

test('openapi.json is what the service tells of itself; docs/api.md names every route', async (t) => {
  const house = await openHouse(t);
  const { text, json } = await house.ask('/api/v1/openapi.json');
  const described = `${JSON.stringify(json(), null, 2)}\n`;
  if (update) writeFileSync(FILE, described);
  assert.equal(readFileSync(FILE, 'utf8'), described);
  // Every reference leads somewhere.
  for (const [, place = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = place
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], json());
    assert.ok(found !== undefined, place);
  }
  const docs = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  for (const [path, operations] of Object.entries(json()['paths'] as Record<string, Record<string, unknown>>))
    for (const method of Object.keys(operations))
      assert.ok(docs.includes(`\`${method.toUpperCase()} ${path}\``), `${method} ${path}`);
});

test('T7 a report is one page that needs nothing from elsewhere and may run nothing', async (t) => {
  const house = await openHouse(t);
  const { status, headers, text } = await house.ask('/api/v1/batches/last/report.html?lang=es');
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  assert.match(
    String(headers['content-security-policy']),
    /^default-src 'none'; style-src 'unsafe-inline'; .*sandbox$/,
  );
  assert.match(text, /<html lang="es"/);
  assert.match(text, /Nov26_01/);
  assert.doesNotMatch(text, /<script|\bsrc="https?:|@import/);
});

test('what is answered has the shape that is described', async (t) => {
  const house = await openHouse(t);
  const one: Readonly<Record<string, z.ZodType>> = {
    '/status': statusShape,
    '/batches/last/coverage': coverageShape,
    '/batches/last/report': reportShape,
    '/tasks/1': taskDetailShape,
    '/tasks/2': taskDetailShape,
    '/statistics?by=day&last=5': statisticsShape,
    '/trend?last=5': trendShape,
    '/catalogue': catalogueShape,
    '/schedule?limit=5': scheduleShape,
  };
  for (const [path, shape] of Object.entries(one)) shape.parse((await house.ask(`/api/v1${path}`)).json());
  const { batch, scrapers } = (await house.ask('/api/v1/batches/last')).json();
  batchShape.parse(batch);
  scraperShape.array().parse(scrapers);
  const lists: Readonly<Record<string, z.ZodType>> = {
    '/errors?phase=main': errorGroupShape,
    '/sites': siteShape,
    '/logs?level=error&limit=5': logLineShape,
    '/backups': backupShape,
    '/settings': settingShape,
  };
  for (const [path, shape] of Object.entries(lists)) shape.array().parse((await house.ask(`/api/v1${path}`)).json());
  const pages: Readonly<Record<string, z.ZodType>> = {
    '/batches': batchShape,
    '/tasks': taskShape,
    '/audit': auditShape,
  };
  for (const [path, shape] of Object.entries(pages))
    shape.array().parse((await house.ask(`/api/v1${path}`)).json()['items']);
});
