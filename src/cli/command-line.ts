/** What all commands share: the configuration option, JSON, and one place where a failing command ends. */
import { Command } from 'commander';
import { EXIT } from '../core/errors.ts';
import { VERSION } from '../core/version.ts';
import { reportFault } from './report-fault.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export function program(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .version(VERSION)
    .showHelpAfterError('(--help shows every option)')
    .showSuggestionAfterError()
    .exitOverride((error) => {
      // Commander's own code for misuse is 1, which means "failed" here: sysexits has a number for it.
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
    });
}

/** Adds a command whose action returns its exit code; `Options` is what its options make. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the caller's action to its own options
export function command<Options extends CommonOptions>(
  parent: Command,
  usage: string,
  description: string,
  add: (command: Command) => Command,
  action: (options: Options, args: readonly string[]) => Promise<number>,
): void {
  const made = add(parent.command(usage).description(description))
    .option(
      '-c, --config <file>',
      'configuration file (else SCRAPING_CONFIG, ./config.yaml, /etc/scraping/config.yaml)',
    )
    .option('--json', 'print JSON for programs');
  made.action(async () => {
    const options = made.opts<Options>();
    try {
      process.exitCode = await action(options, made.args);
    } catch (error) {
      process.exitCode = reportFault(error, options.json ?? false);
    }
  });
}

/** `--site Inm24,CyT --site Lam` as one list. */
export function list(value: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ];
}
