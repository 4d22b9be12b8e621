import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faultNames } from '../../practice/faults/cases.ts';
import { BLOCK_PAGES } from '../../practice/faults/block-pages.ts';
import { startPracticePortals } from '../../practice/server.ts';
import { createSiteFaults, readSiteFaults } from '../../practice/site-faults.ts';
import { isFault } from '../../src/core/errors.ts';
import { ROOT } from '../support/rehearsal.ts';
import { ask } from './practice-client.ts';

const DOCUMENT = readFileSync(`${ROOT}docs/practice.md`, 'utf8');

test('the example of docs/practice.md is a file of faults as it stands, and all faults are named there', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '';
  assert.equal(readSiteFaults(example, 'faults.yaml').length, 5);
  for (const name of faultNames()) assert.ok(DOCUMENT.includes(`\`${name}\``), name);
  for (const { system } of BLOCK_PAGES) assert.ok(DOCUMENT.includes(`\`${system}\``), system);
});

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['- { site: Trovit, fault: F55-nul }', /0\.site: expected one of .* saw "Trovit"/],
  ['- { site: Tro, fault: F55-nil }', /there is no fault "F55-nil"; did you mean F55-nul\?/],
  ['- { site: Tro, fault: F55-nul, pages: "(" }', /not a regular expression/],
  ['- { site: Tro, fault: status }', /status belongs to the fault/],
  ['- { site: Tro, fault: F55-nul, status: 503 }', /status belongs to the fault/],
  ['- { site: Tro, fault: replace, find: a }', /find and put belong/],
  ['- { site: Tro, fault: F55-nul, time: 3 }', /time/],
  ['[]', /at least 1, saw \[\]/],
];
for (const [text, words] of WRONG) {
  test(`a file of faults with ${text} is refused with its place`, () => {
    assert.throws(
      () => readSiteFaults(text, 'faults.yaml'),
      (error) => isFault(error) && error.code === 'E_CONFIG' && words.test(error.message),
    );
  });
}

test('the first rule that fits decides, so often as it says for each address; robots.txt is spared unless it is named', () => {
  const faults = createSiteFaults(
    readSiteFaults(
      [
        '- { site: Tro, fault: status, status: 503, pages: casas, times: 2 }',
        '- { site: Tro, fault: status, status: 500, pages: casas }',
        '- { site: Mit, fault: block-datadome }',
        '- { site: Lam, fault: F55-nul, pages: ^/robots }',
      ].join('\n'),
      'faults.yaml',
    ),
  );
  const status = (site: string, target: string): number | string | null => {
    const action = faults.next(site, target);
    return action?.kind === 'answer' ? action.answer.status : (action?.kind ?? null);
  };
  assert.deepEqual(
    ['/casas', '/casas', '/casas', '/casas?page=2', '/terrenos'].map((target) => status('Tro', target)),
    [503, 503, 500, 503, null],
  );
  assert.equal(status('Mit', '/robots.txt'), null);
  assert.equal(status('Mit', '/x'), 200);
  assert.equal(status('Lam', '/robots.txt'), 'raw');
  assert.equal(status('CyT', '/x'), null);
});

test('a faulty portal fails as its rule says, and its neighbours do not', async (t) => {
  const portals = await startPracticePortals({
    today: '2026-11-22',
    siteFaults: readSiteFaults(
      [
        '- { site: Inm24, fault: replace, find: Casa, put: Choza }',
        '- { site: Tro, fault: F46-reset-before-answer, times: 1 }',
        '- { site: Prop, fault: status, status: 503, retry_after: 7 }',
      ].join('\n'),
      'faults.yaml',
    ),
  });
  t.after(() => portals.close());
  const edited = await ask(portals.port, 'https://www.inmuebles24.com/casas-en-venta-en-guadalajara.html');
  assert.ok(edited.text.includes('Choza') && !edited.text.includes('Casa'));
  await assert.rejects(ask(portals.port, 'https://casas.trovit.com.mx/venta-bodegas-zapopan'));
  assert.equal((await ask(portals.port, 'https://casas.trovit.com.mx/venta-bodegas-zapopan')).status, 200);
  assert.equal((await ask(portals.port, 'https://propiedades.com/zapopan/casas-venta')).status, 503);
  assert.equal((await ask(portals.port, 'https://casas.mitula.mx/robots.txt')).status, 200);
});
