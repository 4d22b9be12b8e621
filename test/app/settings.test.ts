import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from '../../src/app/view/read-settings.ts';
import { loadConfig } from '../../src/config/load.ts';

test('a setting is shown as one would write it, durations too, with where it comes from', async () => {
  const environment = { SCRAPING_EXECUTION_PROGRESS_TIMEOUT: '1800s' };
  const settings = readSettings(await loadConfig({ environment, workingDirectory: '/nowhere' }));
  const found = (key: string) => settings.find((setting) => setting.key === key);
  assert.deepEqual([found('execution.batch_interval')?.value, found('execution.batch_interval')?.unit], ['15d', null]);
  assert.equal(found('execution.progress_timeout')?.value, '30m');
  assert.match(found('execution.progress_timeout')?.source ?? '', /SCRAPING_EXECUTION_PROGRESS_TIMEOUT/);
});
