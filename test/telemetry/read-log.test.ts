import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Fault } from '../../src/core/errors.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { followLog, readLog } from '../../src/telemetry/read-log.ts';
import type { LogFilter } from '../../src/telemetry/read-log.ts';
import { logFolder } from './log-folder.ts';

const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
const line = (event: string, fields: object = {}, time = at(22)): string =>
  `${JSON.stringify({ level: 'info', time, event, ...fields })}\n`;

async function eventsOf(file: string, filter: LogFilter = {}): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const { text, fields } of readLog(file, filter)) events.push(fields['event'] ?? text);
  return events;
}

test('rotated, compressed and live files read as one log, oldest line first', async (t) => {
  const folder = logFolder(t);
  const put = (name: string, bytes: string | Buffer): void => fs.writeFileSync(join(folder, name), bytes);
  put('orchestrator-2026-11-20.log.gz', gzipSync(line('1')));
  put('orchestrator-2026-11-21.log.gz', gzipSync(line('2')));
  put('orchestrator-2026-11-21.2.log', line('3'));
  put('orchestrator-2026-11-21.10.log', line('4'));
  put('orchestrator.log', line('5') + line('6').trimEnd());
  put('backup-2026-11-20.log.gz', gzipSync(line('other')));
  assert.deepEqual(await eventsOf(join(folder, 'orchestrator.log')), ['1', '2', '3', '4', '5', '6']);
});

test('lines are chosen by site, task, least level and instant', async (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  fs.writeFileSync(
    file,
    line('list', { scraper: 'inm24', task: 17 }, at(20)) +
      line('detail', { scraper: 'inm24_det', task: 18, level: 'warn' }, at(21)) +
      line('governor', { site: 'Inm24', level: 'error' }, at(22)) +
      line('lam', { scraper: 'lam', task: 170, level: 'error' }, at(22, 1)) +
      'a line of something else\n',
  );
  assert.deepEqual(await eventsOf(file, { sites: ['Inm24'] }), ['list', 'detail', 'governor']);
  assert.deepEqual(await eventsOf(file, { sites: ['lam', 'CyT'] }), ['lam']);
  assert.deepEqual(await eventsOf(file, { tasks: ['17'] }), ['list']);
  assert.deepEqual(await eventsOf(file, { level: 'warn' }), ['detail', 'governor', 'lam']);
  assert.deepEqual(await eventsOf(file, { since: Date.parse(at(22)) }), ['governor', 'lam']);
  assert.deepEqual((await eventsOf(file)).at(-1), 'a line of something else');
});

test('following gives every line once, over rotation and truncation, and begins with what is new', (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  const log = createLog({ level: 'info', destination: file });
  t.after(() => log.close());
  log.info('old');
  const follower = followLog(file, {});
  t.after(() => follower.close());
  const next = (): unknown[] => follower.next().map(({ fields }) => fields['event']);
  log.info('one');
  assert.deepEqual(next(), ['one']);
  log.info('two');
  fs.renameSync(file, `${file}.moved`);
  log.info('three');
  log.reopen();
  log.info('four');
  assert.deepEqual(next(), ['two', 'three', 'four']);
  assert.deepEqual(next(), []);
  fs.truncateSync(file);
  assert.deepEqual(next(), []);
  log.info('five');
  assert.deepEqual(next(), ['five']);
});

test('half a line is shown when its other half has come', (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  const follower = followLog(file, {});
  t.after(() => follower.close());
  const text = line('ñandú');
  const bytes = Buffer.from(text);
  const middle = bytes.indexOf(Buffer.from('ñ')) + 1;
  fs.appendFileSync(file, bytes.subarray(0, middle));
  assert.deepEqual(follower.next(), []);
  fs.appendFileSync(file, bytes.subarray(middle));
  assert.deepEqual(
    follower.next().map(({ fields }) => fields['event']),
    ['ñandú'],
  );
});

test('F13 a file without line ends cannot fill the memory', async (t) => {
  const file = join(logFolder(t), 'orchestrator.log');
  fs.writeFileSync(file, `${'x'.repeat(5 * 1024 * 1024)}\n${line('after')}`);
  const texts: string[] = [];
  for await (const { text } of readLog(file, {})) texts.push(text);
  assert.equal(texts.length, 2);
  assert.ok((texts[0]?.length ?? 0) <= 1024 * 1024 + 64 * 1024);
});

test('a log whose folder is not there yet has no lines; one that cannot be read is a fault that names the file', async (t) => {
  const folder = logFolder(t);
  assert.deepEqual(await eventsOf(join(folder, 'nowhere', 'orchestrator.log')), []);
  const damaged = join(folder, 'orchestrator-2026-11-20.log.gz');
  fs.writeFileSync(damaged, gzipSync(line('1')).subarray(0, 20));
  await assert.rejects(eventsOf(join(folder, 'orchestrator.log')), (error: Fault) => {
    assert.equal(error.code, 'E_IO');
    assert.ok(error.message.includes(damaged), error.message);
    return true;
  });
  fs.rmSync(damaged);
  fs.writeFileSync(join(folder, 'file'), '');
  await assert.rejects(eventsOf(join(folder, 'file', 'orchestrator.log')), { code: 'E_IO' });
});
