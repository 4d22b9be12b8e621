import type { Command } from 'commander';
import { checkInstallation } from '../../app/check-installation.ts';
import type { InstallationReport } from '../../app/check-installation.ts';
import { formatSource, loadConfig } from '../../config/load.ts';
import type { EffectiveSite, LoadedConfig } from '../../config/contract.ts';
import { EXIT, formatPlace } from '../../core/errors.ts';
import type { FaultGroup } from '../../app/contract.ts';
import type { CatalogueFault } from '../../core/target.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { table } from '../table.ts';
import { terminalText } from '../../wording/terminal-text.ts';

interface ValidateOptions extends CommonOptions {
  readonly all?: boolean;
}

export function addValidate(parent: Command): void {
  command<ValidateOptions>(
    parent,
    'validate',
    'Check configuration, site definitions, catalogue, folders and database; starts nothing.',
    (made) => made.option('--all', 'every fault on a line of its own'),
    async (options) => {
      const loaded = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const report = await checkInstallation(loaded.config);
      if (options.json)
        console.log(JSON.stringify({ config: loaded.file, ok: isUsable(report), ...forPrograms(report) }));
      else console.log(forPeople(loaded, report, options.all ?? false));
      return isUsable(report) ? EXIT.ok : EXIT.config;
    },
  );
}

/** Warnings do not stop a run; these do. */
function isUsable(report: InstallationReport): boolean {
  return (
    report.definitionFaults.length === 0 &&
    report.unknownWebsites.length === 0 &&
    report.catalogueFault === null &&
    report.databaseFault === null &&
    report.folders.every((folder) => folder.problem === null)
  );
}

function forPrograms(report: InstallationReport): object {
  return {
    ...report,
    definitionFaults: report.definitionFaults.map((fault) => ({
      code: fault.code,
      message: fault.message,
      ...fault.place,
      cure: fault.cure,
    })),
    catalogue:
      report.catalogue === null
        ? null
        : {
            rows: report.catalogue.rows,
            targets: report.catalogue.targets.length,
            files: report.catalogue.files,
            faults: report.catalogue.faults,
          },
  };
}

function forPeople(loaded: LoadedConfig, report: InstallationReport, all: boolean): string {
  return [
    `Configuration: ${loaded.file ?? 'defaults (no file found)'}`,
    '',
    siteTable(report.sites),
    ...report.definitionFaults.map(
      (fault) => `✗ ${formatPlace(fault.place)}: ${terminalText(fault.message)}\n    → ${fault.cure}`,
    ),
    ...report.unknownWebsites.map((code) => `✗ websites.${code}: there is no such site`),
    '',
    ...catalogueLines(report, all),
    '',
    ...report.folders.map((folder) =>
      folder.problem === null
        ? `✓ ${folder.name}: ${folder.path} (${gigabytes(folder.freeBytes)} free)`
        : `✗ ${folder.name}: ${folder.path}: ${folder.problem}`,
    ),
    databaseLine(report),
    `Retries: ${loaded.config.execution.retry.max_attempts} attempts, ${loaded.config.execution.retry.strategy} (${formatSource(loaded.sourceOf('execution.retry.strategy'))})`,
    isUsable(report) ? '✓ Ready to run.' : '✗ Not ready: see the lines marked ✗.',
  ].join('\n');
}

function siteTable(sites: readonly EffectiveSite[]): string {
  return table(
    [
      { title: 'site' },
      { title: 'priority', align: 'right' },
      { title: 'lanes', align: 'right' },
      { title: 'one request every', align: 'right' },
      { title: 'robots' },
      { title: 'detail' },
      { title: 'set by' },
    ],
    sites.map((site) => [
      site.code + (site.enabled ? '' : ' (off)') + (site.alwaysOn ? ' *' : ''),
      String(site.priority),
      String(site.lanes),
      effectiveRate(site),
      site.politeness.robots,
      site.hasDetail ? 'yes' : '',
      [...new Set(Object.values(site.sources))]
        .filter((source) => source !== 'definition' && source !== 'default')
        .join(', ') || 'definition',
    ]),
  );
}

/** Delay and requests a minute are both bounds: the stricter wins (D5). */
function effectiveRate({ politeness }: EffectiveSite): string {
  const seconds = Math.max(politeness.delayMs / 1000, 60 / politeness.requestsPerMinute);
  return `${seconds.toFixed(seconds < 1 ? 3 : 1)} s`;
}

function catalogueLines({ catalogue, catalogueFault, faultGroups }: InstallationReport, all: boolean): string[] {
  if (catalogue === null) return [`✗ Catalogue: ${terminalText(catalogueFault ?? '')}`];
  return [
    `Catalogue: ${catalogue.rows} rows in ${catalogue.files.length} files, ${catalogue.targets.length} tasks a batch, ${catalogue.faults.length} faults`,
    ...(all ? catalogue.faults.map(faultLines) : faultGroups.map(groupLines)),
  ];
}

function faultLines(fault: CatalogueFault): string {
  return `${mark(fault.fatal)} ${fault.kind}  ${formatPlace(fault)}: ${terminalText(fault.message)}\n    → ${terminalText(fault.cure)}`;
}

/** What many rows share is said once, with the lines of all of them. */
function groupLines(group: FaultGroup): string {
  const example = group.count === 1 ? '' : 'the first: ';
  return [
    `${mark(group.fatal)} ${group.kind}: ${group.count}  ${group.file ?? ''}`,
    ...(group.lines === '' ? [] : [`    lines ${group.lines}`]),
    `    ${example}${terminalText(group.message)}`,
    `    → ${terminalText(group.cure)}`,
  ].join('\n');
}

/** A fatal fault's row does not run; the others do. */
function mark(fatal: boolean): string {
  return fatal ? '✗' : '!';
}

function databaseLine({ database, databaseFault }: InstallationReport): string {
  if (databaseFault !== null) return `✗ database: ${terminalText(databaseFault)}`;
  if (database === null) return '✓ database: none yet; the first run makes it';
  return database.version < database.latest
    ? `! database: version ${database.version}; the next start brings it to ${database.latest}`
    : `✓ database: version ${database.version}`;
}

function gigabytes(bytes: number | null): string {
  return bytes === null ? '?' : `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
