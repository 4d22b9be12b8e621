import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { PageResult } from '../../src/core/page.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { stagePage } from '../../src/engine/worker/stage-page.ts';
import type { TaskRun } from '../../src/engine/worker/task-run.ts';
import type { FetchedPage } from '../../src/fetching/contract.ts';
import type { KeepPages, StagedPage } from '../../src/vault/contract.ts';

const URL_ASKED = 'https://casas.example/zapopan';
const PAGE = { kind: 'page', url: URL_ASKED, status: 200, text: '<p>hola</p>', fetchedAt: 1 } as FetchedPage;
const READ = { rows: [{ listing_id: '1' }], rejects: [], empty: false } as unknown as PageResult;
const CHANGED: Outcome = { kind: 'suspect', verdict: 'layout_changed', code: 'E_LAYOUT', message: 'no adverts' };

for (const [keep, expected] of [
  ['none', ['E_LAYOUT']],
  ['problems', ['E_LAYOUT']],
  ['all', [null, 'E_LAYOUT']],
] as const satisfies readonly (readonly [KeepPages, readonly (string | null)[]])[]) {
  test(`pages.keep: ${keep} keeps ${keep === 'all' ? 'every page' : 'the page that could not be read, and no other'}`, (t) => {
    const staging = mkdtempSync(join(tmpdir(), 'stage-'));
    t.after(() => rmSync(staging, { recursive: true, force: true }));
    const handed: StagedPage[] = [];
    const vault = { keep, staging, hand: (page: StagedPage) => void handed.push(page), failed: assert.fail };
    const task = { vault, clock: systemClock, run: { timeZone: 'America/Mexico_City' } } as unknown as TaskRun;
    const at = { page: 1, requestedUrl: URL_ASKED, startUrl: URL_ASKED, purpose: 'list' } as const;
    stagePage(task, PAGE, at, READ);
    stagePage(task, PAGE, at, CHANGED);
    assert.deepEqual(
      handed.map(({ problem }) => problem),
      expected,
    );
    assert.deepEqual(readdirSync(staging), [`${handed[0]?.sha256}.zst`]);
  });
}
