import { showBytes } from '../../core/show-size.ts';
import type { Command } from 'commander';
import { checkInstallation } from '../../app/house/check-installation.ts';
import type { InstallationReport } from '../../app/house/check-installation.ts';
import { formatSource, loadConfig } from '../../config/load.ts';
import type { EffectiveSite, LoadedConfig } from '../../config/contract.ts';
import { EXIT, formatPlace } from '../../core/errors.ts';
import type { FaultGroup } from '../../app/contract.ts';
import type { CatalogueFault } from '../../core/target.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { table } from '../table.ts';
import { VALIDATE_WORDS } from '../validate-words.ts';
import type { ValidateWords } from '../validate-words.ts';
import { faultKindWord } from '../../wording/fault-kinds.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import type { Tell } from '../../wording/sentences.ts';
import { terminalText } from '../../wording/terminal-text.ts';

/** What both halves of the report need: the words around it, and how sentences of the program are told. */
interface Speech {
  readonly words: ValidateWords;
  readonly tell: Tell;
}

interface ValidateOptions extends CommonOptions {
  readonly all?: boolean;
}

export function addValidate(parent: Command): void {
  const words = VALIDATE_WORDS[cliLanguage()];
  command<ValidateOptions>(
    parent,
    'validate',
    words.summary,
    (made) => made.option('--all', words.all),
    async (options) => {
      const loaded = await loadConfig({
        file: options.config,
        environment: process.env,
        workingDirectory: process.cwd(),
      });
      const report = await checkInstallation(loaded.config);
      const tell = await sentencesIn(cliLanguage());
      if (options.json)
        console.log(JSON.stringify({ config: loaded.file, ok: isUsable(report), ...forPrograms(report, tell) }));
      else console.log(forPeople(loaded, report, options.all ?? false, { words, tell }));
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

function forPrograms(report: InstallationReport, tell: Tell): object {
  const told = <One extends { readonly message: string; readonly cure: string }>(fault: One) => ({
    ...fault,
    message: tell(fault.message),
    cure: tell(fault.cure),
  });
  const { catalogue } = report;
  return {
    ...report,
    definitionFaults: report.definitionFaults.map(({ code, message, place, cure }) =>
      told({ code, message, ...place, cure }),
    ),
    faultGroups: report.faultGroups.map(told),
    catalogueFault: report.catalogueFault === null ? null : tell(report.catalogueFault),
    catalogue:
      catalogue === null
        ? null
        : {
            rows: catalogue.rows,
            targets: catalogue.targets.length,
            files: catalogue.files,
            faults: catalogue.faults.map(told),
          },
  };
}

function forPeople(loaded: LoadedConfig, report: InstallationReport, all: boolean, speech: Speech): string {
  const { words, tell } = speech;
  const { max_attempts: attempts, strategy } = loaded.config.execution.retry;
  return [
    `${words.configuration}: ${loaded.file ?? words.noFile}`,
    '',
    siteTable(report.sites, words),
    ...report.definitionFaults.map(
      (fault) => `✗ ${formatPlace(fault.place)}: ${shown(tell(fault.message))}\n    → ${tell(fault.cure)}`,
    ),
    ...report.unknownWebsites.map((code) => `✗ websites.${tell(code)}: ${words.noSite}`),
    '',
    ...catalogueLines(report, all, speech),
    '',
    ...report.folders.map((folder) =>
      folder.problem === null
        ? `✓ ${folder.name}: ${folder.path} (${sizeOrUnknown(folder.freeBytes)} ${words.free})`
        : `✗ ${folder.name}: ${folder.path}: ${tell(folder.problem)}`,
    ),
    databaseLine(report, speech),
    `${words.retries(attempts, strategy)} (${formatSource(loaded.sourceOf('execution.retry.strategy'))})`,
    verdict(report, words),
  ].join('\n');
}

/** Without a target the service starts all the same, and stands idle: nobody shall take that for ready. */
function verdict(report: InstallationReport, words: ValidateWords): string {
  if (!isUsable(report)) return `✗ ${words.notReady}`;
  return report.catalogue?.targets.length === 0 ? `! ${words.idle}` : `✓ ${words.ready}`;
}

/** A file's faults come as lines; nothing else of a message may reach the terminal as it is. */
function shown(message: string): string {
  return message.split('\n').map(terminalText).join('\n');
}

function siteTable(sites: readonly EffectiveSite[], words: ValidateWords): string {
  return table(
    [
      { title: words.site },
      { title: words.priority, align: 'right' },
      { title: words.lanes, align: 'right' },
      { title: words.rate, align: 'right' },
      { title: 'robots' },
      { title: words.detail },
      { title: words.setBy },
    ],
    sites.map((site) => [
      site.code + (site.enabled ? '' : ` (${words.off})`) + (site.alwaysOn ? ' *' : ''),
      String(site.priority),
      String(site.lanes),
      effectiveRate(site),
      site.politeness.robots,
      site.hasDetail ? words.yes : '',
      [...new Set(Object.values(site.sources))]
        .filter((source) => source !== 'definition' && source !== 'default')
        .join(', ') || words.definition,
    ]),
  );
}

/** Delay and requests a minute are both bounds: the stricter wins (D5). */
function effectiveRate({ politeness }: EffectiveSite): string {
  const seconds = Math.max(politeness.delayMs / 1000, 60 / politeness.requestsPerMinute);
  return `${seconds.toFixed(seconds < 1 ? 3 : 1)} s`;
}

function catalogueLines(
  { catalogue, catalogueFault, faultGroups }: InstallationReport,
  all: boolean,
  speech: Speech,
): string[] {
  const { words, tell } = speech;
  if (catalogue === null) return [`✗ ${words.catalogue}: ${terminalText(tell(catalogueFault ?? ''))}`];
  const { rows, files, targets, faults } = catalogue;
  return [
    `${words.catalogue}: ${words.counted(rows, files.length, targets.length, faults.length)}`,
    ...(all ? faults.map((fault) => faultLines(fault, tell)) : faultGroups.map((group) => groupLines(group, speech))),
  ];
}

function faultLines(fault: CatalogueFault, tell: Tell): string {
  return `${mark(fault.fatal)} ${faultKindWord(fault.kind, cliLanguage())}  ${formatPlace(fault)}: ${terminalText(tell(fault.message))}\n    → ${terminalText(tell(fault.cure))}`;
}

/** What many rows share is said once, with the lines of all of them. */
function groupLines(group: FaultGroup, { words, tell }: Speech): string {
  const example = group.count === 1 ? '' : `${words.first}: `;
  return [
    `${mark(group.fatal)} ${faultKindWord(group.kind, cliLanguage())}: ${group.count}  ${group.file ?? ''}`,
    ...(group.lines === '' ? [] : [`    ${/^\d+$/.test(group.lines) ? words.line : words.lines} ${group.lines}`]),
    `    ${example}${terminalText(tell(group.message))}`,
    `    → ${terminalText(tell(group.cure))}`,
  ].join('\n');
}

/** A fatal fault's row does not run; the others do. */
function mark(fatal: boolean): string {
  return fatal ? '✗' : '!';
}

function databaseLine({ database, databaseFault }: InstallationReport, { words, tell }: Speech): string {
  if (databaseFault !== null) return `✗ ${words.database}: ${terminalText(tell(databaseFault))}`;
  if (database === null) return `✓ ${words.database}: ${words.none}`;
  return database.version < database.latest
    ? `! ${words.database}: ${words.version} ${database.version}; ${words.willBe} ${database.latest}`
    : `✓ ${words.database}: ${words.version} ${database.version}`;
}

function sizeOrUnknown(bytes: number | null): string {
  return bytes === null ? '?' : showBytes(bytes);
}
