import type { Command } from 'commander';
import { runDoctor } from '../../app/house/run-doctor.ts';
import type { Check } from '../../app/house/run-doctor.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { Words } from '../../wording/language.ts';
import { wrapText } from '../../wording/cell-width.ts';
import { outputWidth } from '../output.ts';
import { refuseRemote, remoteOptions } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import type { Tell } from '../../wording/sentences.ts';
import type { Paint } from '../paint.ts';
import { table } from '../table.ts';
import { terminalText } from '../../wording/terminal-text.ts';

const WORDS: Words<'summary' | 'offline' | 'check' | 'what' | 'cures' | 'wrong' | 'look' | 'fine' | 'well'> = {
  en: {
    summary:
      'Look at everything and say in plain words what is wrong and what to do; changes nothing. Exit code 1 when something is.',
    offline: 'ask no portal for its robots.txt',
    check: 'check',
    what: 'what',
    cures: 'What to do',
    wrong: 'wrong',
    look: 'to look at',
    fine: 'Nothing is wrong',
    well: 'All is well.',
  },
  es: {
    summary:
      'Revisa todo y dice en palabras claras qué está mal y qué hacer; no cambia nada. Código de salida 1 si algo está mal.',
    offline: 'no pide su robots.txt a ningún portal',
    check: 'revisión',
    what: 'qué se vio',
    cures: 'Qué hacer',
    wrong: 'mal',
    look: 'por revisar',
    fine: 'Nada está mal',
    well: 'Todo está bien.',
  },
};

interface DoctorCommandOptions extends MonitorOptions {
  readonly offline?: boolean;
}

const PAINTS: Readonly<Record<Check['state'], Paint>> = { ok: 'good', warn: 'warn', bad: 'bad' };
const MARKS: Readonly<Record<Check['state'], string>> = { ok: '✓', warn: '!', bad: '✗' };

export function addDoctor(parent: Command): void {
  const words = WORDS[cliLanguage()];
  command<DoctorCommandOptions>(
    parent,
    'doctor',
    { summary: words.summary, examples: ['scraping-monitor doctor', 'scraping-monitor doctor --offline --json'] },
    (made) => remoteOptions(made).option('--offline', words.offline),
    async (options) => {
      refuseRemote(options, 'doctor');
      const loaded = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const found = await runDoctor(loaded, { offline: options.offline ?? false });
      const checks = inWords(found, await sentencesIn(cliLanguage()));
      const isBad = checks.some(({ state }) => state === 'bad');
      if (options.json) console.log(JSON.stringify({ ok: !isBad, checks }));
      else console.log(forPeople(checks, outputWidth()));
      return isBad ? EXIT.failed : EXIT.ok;
    },
  );
}

/** Its names, what it saw and what it advises, in the language of who reads it. */
function inWords(checks: readonly Check[], tell: Tell): readonly Check[] {
  return checks.map(({ name, state, what, cure }) => ({
    name: tell(name),
    state,
    what: tell(what),
    cure: cure === null ? null : tell(cure),
  }));
}

function forPeople(checks: readonly Check[], width: number): string {
  const words = WORDS[cliLanguage()];
  const shown = table(
    [{ title: '' }, { title: words.check }, { title: words.what, least: 30 }],
    checks.map(({ name, state, what }) => [{ text: MARKS[state], paint: PAINTS[state] }, name, what]),
    width,
  );
  const cures = checks
    .filter((check) => check.cure !== null)
    .flatMap(({ name, state, what, cure }) => [
      ...wrapText(`${MARKS[state]} ${name}: ${terminalText(what)}`, width - 2).map((line) => `  ${line}`),
      ...wrapText(`→ ${terminalText(cure ?? '')}`, width - 4).map((line) => `    ${line}`),
    ]);
  const count = (state: Check['state']): number => checks.filter((check) => check.state === state).length;
  const verdict =
    count('bad') > 0
      ? `✗ ${count('bad')} ${words.wrong}, ${count('warn')} ${words.look}.`
      : count('warn') > 0
        ? `! ${words.fine}; ${count('warn')} ${words.look}.`
        : `✓ ${words.well}`;
  return [shown, '', ...(cures.length === 0 ? [] : [`${words.cures}:`, ...cures, '']), verdict].join('\n');
}
