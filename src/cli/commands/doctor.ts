import type { Command } from 'commander';
import { runDoctor } from '../../app/run-doctor.ts';
import type { Check } from '../../app/run-doctor.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { table } from '../table.ts';
import { terminalText } from '../../wording/terminal-text.ts';

interface DoctorCommandOptions extends CommonOptions {
  readonly offline?: boolean;
}

const MARKS: Readonly<Record<Check['state'], string>> = { ok: '✓', warn: '!', bad: '✗' };

export function addDoctor(parent: Command): void {
  command<DoctorCommandOptions>(
    parent,
    'doctor',
    'Look at everything and say in plain words what is wrong and what to do; changes nothing. Exit code 1 when something is.',
    (made) => made.option('--offline', 'ask no portal for its robots.txt'),
    async (options) => {
      const loaded = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const checks = await runDoctor(loaded, { offline: options.offline ?? false });
      const isBad = checks.some(({ state }) => state === 'bad');
      if (options.json) console.log(JSON.stringify({ ok: !isBad, checks }));
      else console.log(forPeople(checks));
      return isBad ? EXIT.failed : EXIT.ok;
    },
  );
}

function forPeople(checks: readonly Check[]): string {
  const shown = table(
    [{ title: '' }, { title: 'check' }, { title: 'what' }],
    checks.map(({ name, state, what }) => [MARKS[state], name, what]),
  );
  const cures = checks
    .filter((check) => check.cure !== null)
    .map(({ name, state, cure }) => `  ${MARKS[state]} ${name}: ${terminalText(cure ?? '')}`);
  const count = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  const verdict =
    count('bad') > 0
      ? `✗ ${count('bad')} wrong, ${count('warn')} to look at.`
      : count('warn') > 0
        ? `! Nothing is wrong; ${count('warn')} to look at.`
        : '✓ All is well.';
  return [shown, '', ...(cures.length === 0 ? [] : ['What to do:', ...cures, '']), verdict].join('\n');
}
