/** Tests that drive a browser find one or are skipped loudly; under CI=true it must be there. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { findBrowser } from '../../src/fetching/find-browser.ts';

export function chromiumOrSkip(t: TestContext): string | null {
  try {
    return findBrowser(null);
  } catch (error) {
    assert.ok(process.env['CI'] !== 'true', 'Chromium must be there (apt install chromium)');
    t.skip(`NOT tested: ${error instanceof Error ? error.message : ''} (apt install chromium)`);
    return null;
  }
}
