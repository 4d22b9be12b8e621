import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import * as fc from '../support/chance.ts';
import { Fault } from '../../src/core/errors.ts';
import type { LogFields } from '../../src/telemetry/contract.ts';
import { createLog, type LogLevel } from '../../src/telemetry/log.ts';

const NOW = Date.UTC(2026, 10, 22, 10, 0, 0);

function scratchFile(t: TestContext): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'log-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'orchestrator.log');
}

/** The text that one call writes. */
function lineOf(event: string, fields?: LogFields, level: LogLevel = 'debug'): string {
  let text = '';
  const sink = { write: (line: string) => void (text += line), dropped: 0, reopen: () => {}, close: () => {} };
  createLog({ level, destination: sink, now: () => NOW }).info(event, fields);
  return text;
}
const fieldsOf = (event: string, fields?: LogFields): Record<string, unknown> =>
  JSON.parse(lineOf(event, fields)) as Record<string, unknown>;

test('a line says level, instant, event and fields', () => {
  assert.deepEqual(fieldsOf('task_settled', { task: 'inm24:17', rows: 30 }), {
    level: 'info',
    time: '2026-11-22T10:00:00.000Z',
    event: 'task_settled',
    task: 'inm24:17',
    rows: 30,
  });
});

test('lines below the level are not written', () => {
  assert.equal(lineOf('x', {}, 'warn'), '');
  assert.equal(lineOf('x', {}, 'silent'), '');
  assert.notEqual(lineOf('x', {}, 'trace'), '');
});

test('fields cannot pass for level, time or event', () => {
  const line = lineOf('real', { event: 'fake', level: 'error', time: 0 });
  assert.equal(line.match(/"event":/g)?.length, 1);
  const fields = JSON.parse(line) as Record<string, unknown>;
  assert.deepEqual(
    [fields['event'], fields['field_event'], fields['field_level'], fields['field_time']],
    ['real', 'fake', 'error', 0],
  );
});

test('T26 whatever a page says, an event is one line without a character that a terminal acts on', () => {
  const nasty = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '\r\n',
          '\u001b]0;x\u0007',
          '\u202e',
          '\u009b31m',
          '\u2028',
          '\u007f',
          '\ud800',
          '"',
          '\\',
          '{',
        ),
        fc.string({ unit: 'binary' }),
      ),
      { maxLength: 8 },
    )
    .map((all) => all.join(''));
  fc.assert(
    fc.property(nasty, nasty, (event, title) => {
      const line = lineOf(event, { title, [title]: 1 });
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      JSON.parse(line);
    }),
    { numRuns: 500 },
  );
  assert.equal(fieldsOf('x', { title: 'a\u202eb\u001b[31m' })['title'], 'a\u202eb\u001b[31m', 'escaped, not lost');
});

test('secrets are hidden by their names, at any depth', () => {
  const fields = fieldsOf('x', {
    headers: { Authorization: 'Bearer abc', 'set-cookie': ['a=b'], 'X-Api-Key': 'k', accept: 'text/html' },
    smtp: { password: 'p', user: 'u', clientSecret: 's' },
    list: [{ accessToken: 't' }],
    token: null,
    tokens: 3,
  });
  assert.deepEqual(fields['headers'], {
    Authorization: '[hidden]',
    'set-cookie': '[hidden]',
    'X-Api-Key': '[hidden]',
    accept: 'text/html',
  });
  assert.deepEqual(fields['smtp'], { password: '[hidden]', user: 'u', clientSecret: '[hidden]' });
  assert.deepEqual(fields['list'], [{ accessToken: '[hidden]' }]);
  assert.deepEqual([fields['token'], fields['tokens']], [null, 3]);
});

test('secrets within texts, addresses and errors are hidden', () => {
  const cause = new Error('connect postgres://me:pw@db/x failed');
  const line = lineOf('asked https://u:hunter2@x.mx/a?page=2&api_key=K1K1&b=c', {
    error: new Fault('E_IO', 'GET https://me:hunter2@x.mx/ with Bearer abcdefghijkl', {
      cause,
      file: 'a.csv',
      line: 3,
    }),
  });
  assert.doesNotMatch(line, /hunter2|K1K1|:pw@|abcdefghijkl/);
  const fields = JSON.parse(line) as { event: string; error: Record<string, unknown> };
  assert.equal(fields.event, 'asked https://[hidden]@x.mx/a?page=2&api_key=[hidden]&b=c');
  assert.equal(fields.error['code'], 'E_IO');
  assert.deepEqual(fields.error['place'], { file: 'a.csv', line: 3 });
  assert.match(String((fields.error['cause'] as Record<string, unknown>)['message']), /postgres:\/\/\[hidden\]@db\/x/);
});

test('any value can be logged: cycles, big integers, dates, bytes, throwing getters, endless lists', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const fields = fieldsOf('x', {
    cycle,
    big: 10n ** 30n,
    date: new Date(NOW),
    bytes: new Uint8Array(7),
    map: new Map([['a', 1]]),
    url: new URL('https://u:p@x.mx/'),
    list: Array.from({ length: 1000 }, (_, i) => i),
    text: 'x'.repeat(100_000),
  });
  assert.equal(fields['big'], '1000000000000000000000000000000');
  assert.equal(fields['bytes'], '[7 bytes]');
  assert.equal(fields['url'], 'https://[hidden]@x.mx/');
  assert.equal((fields['list'] as unknown[]).length, 101);
  assert.ok(String(fields['text']).length < 11_000);
  const throwing = {
    get a(): never {
      throw new Error('boom');
    },
  };
  assert.deepEqual([fieldsOf('x', throwing)['event'], fieldsOf('x', throwing)['logError']], ['x', 'Error: boom']);
});

test('lines are appended to the file at once, and go to the new file after rotation', (t) => {
  const file = scratchFile(t);
  const events = (path: string): unknown[] =>
    fs
      .readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { event: string }).event);
  const log = createLog({ level: 'info', destination: file });
  log.info('one');
  assert.deepEqual(events(file), ['one']);
  fs.renameSync(file, `${file}.1`);
  log.info('two');
  log.reopen();
  log.info('three');
  log.close();
  log.info('after closing');
  assert.deepEqual([events(`${file}.1`), events(file), log.dropped], [['one', 'two'], ['three'], 1]);
});

test('a log that cannot be opened at all is named', (t) => {
  const file = join(scratchFile(t), 'no', 'such.log');
  assert.throws(() => createLog({ level: 'info', destination: file }), {
    code: 'E_DIRECTORY',
    message: new RegExp(RegExp.escape(file)),
  });
});

test('F8 when the disk takes no more, logging does not throw, lines stay whole, and the lost ones are told later', (t) => {
  const file = scratchFile(t);
  const program = `
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, '../../src/telemetry/log.ts'))};
    import fs from 'node:fs';
    const log = createLog({ level: 'info', destination: process.argv[1] });
    for (let i = 0; i < 200; i += 1) log.info('line', { i, text: 'x'.repeat(100) });
    process.stdout.write(String(log.dropped));
    fs.copyFileSync(process.argv[1], process.argv[1] + '.full');
    fs.truncateSync(process.argv[1]);
    log.info('room again');
    log.info('goes on');
  `;
  // A limit on file size makes the kernel take part of a line and refuse the rest, as a full disk does.
  const run = spawnSync(
    'sh',
    ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', program, file],
    { encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  const dropped = Number(run.stdout);
  assert.ok(dropped > 0 && dropped < 200);
  const whole = fs.readFileSync(`${file}.full`, 'utf8').split('\n').slice(0, -1);
  assert.equal(whole.length, 200 - dropped);
  for (const line of whole) JSON.parse(line);
  const after = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    after.map((line) => line['event']),
    ['log_lines_dropped', 'room again', 'goes on'],
  );
  assert.equal(after[0]?.['lines'], dropped);
});
