import type { Command } from 'commander';
import { MAINTENANCE_JOBS, runMaintenance } from '../../app/house/run-maintenance.ts';
import type { MaintenanceName, Summary } from '../../app/house/run-maintenance.ts';
import { loadConfig } from '../../config/load.ts';
import { EXIT, Fault } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import type { Tell } from '../../wording/sentences.ts';
import type { Language } from '../../wording/language.ts';
import type { CommonOptions } from '../command-line.ts';
import { terminalText } from '../../wording/terminal-text.ts';

const SUMMARY: Readonly<Record<Language, (jobs: string) => string>> = {
  en: (jobs) =>
    `Keep the house by hand, while no service runs (a service does it by itself): ${jobs}; all of them when none is named.`,
  es: (jobs) =>
    `Mantenimiento a mano, mientras no corre un servicio (un servicio lo hace por sí solo): ${jobs}; todo si no se nombra nada.`,
};

export function addMaintenance(parent: Command): void {
  command<CommonOptions>(
    parent,
    'maintenance [jobs...]',
    SUMMARY[cliLanguage()](MAINTENANCE_JOBS.join(', ')),
    (made) => made,
    async (options, args) => {
      const { config } = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const names = args.length === 0 ? MAINTENANCE_JOBS : args.map(jobNamed);
      const tell = await sentencesIn(cliLanguage());
      const summaries: Record<string, Summary> = {};
      await runMaintenance(config, names, (name, summary) => {
        summaries[name] = summary;
        if (!options.json) console.log(forPeople(name, summary, tell));
      });
      if (options.json) console.log(JSON.stringify(summaries));
      return EXIT.ok;
    },
  );
}

function jobNamed(name: string): MaintenanceName {
  const found = MAINTENANCE_JOBS.find((job) => job === name);
  if (found === undefined)
    throw new Fault('E_USAGE', `${JSON.stringify(name)} is none of ${MAINTENANCE_JOBS.join(', ')}`);
  return found;
}

/** `verify-tree: files 1728, problems 0` */
function forPeople(name: string, summary: Summary, tell: Tell): string {
  const said = Object.entries(summary).filter(([, value]) => value !== null);
  return terminalText(
    `${name}: ${said.map(([key, value]) => `${tell(key.replaceAll('_', ' '))} ${tell(String(value))}`).join(', ')}`,
  );
}
