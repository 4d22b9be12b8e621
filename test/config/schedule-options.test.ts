import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../src/config/load.ts';
import { scheduleSettings } from '../../src/upkeep/schedule/settings.ts';
import type { ScheduleSettings } from '../../src/upkeep/schedule/settings.ts';

const settings = (text: string): ScheduleSettings =>
  scheduleSettings(parseConfig(text, '/config.yaml', { environment: {}, workingDirectory: '/' }).config);

describe('the schedule in the configuration', () => {
  it("is the team's by default: backup at 02:00, clean-up on Sundays at 03:00, health hourly, status every 5 minutes", () => {
    const { clockJobs, frequentJobs, batchEveryMs, timeZone } = settings('');
    assert.deepEqual(clockJobs, [
      { name: 'backup', time: { hour: 2, minute: 0, weekday: null } },
      { name: 'clean_up', time: { hour: 3, minute: 0, weekday: 0 } },
      { name: 'log_rotation', time: { hour: 0, minute: 0, weekday: null } },
    ]);
    assert.deepEqual(frequentJobs, [
      { name: 'health', everyMs: 3_600_000 },
      { name: 'status', everyMs: 300_000 },
    ]);
    assert.equal(batchEveryMs, 15 * 86_400_000);
    assert.equal(timeZone, 'America/Mexico_City');
  });

  it('takes a time of every day, of one weekday, and off', () => {
    const { clockJobs } = settings('schedule:\n  backup: Sat 23:45\n  clean_up: off\n  log_rotation: "00:05"\n');
    assert.deepEqual(clockJobs, [
      { name: 'backup', time: { hour: 23, minute: 45, weekday: 6 } },
      { name: 'log_rotation', time: { hour: 0, minute: 5, weekday: null } },
    ]);
  });

  for (const wrong of ['24:00', '2:00', '02:60', 'Dom 03:00', '02:00:00', 'daily']) {
    it(`refuses ${wrong}, and says what is expected`, () => {
      assert.throws(
        () => settings(`schedule:\n  backup: ${wrong}\n`),
        /schedule\.backup.*expected a clock time such as 02:00 or Sun 03:00/s,
      );
    });
  }
});
