/** What all commands share: the options that every one has, help, and one place where a failing command ends. */
import { Command, Option } from 'commander';
import { EXIT } from '../core/errors.ts';
import { RELEASE, VERSION } from '../core/version.ts';
import { languageOf } from '../wording/language.ts';
import type { Language } from '../wording/language.ts';
import { outputWidth } from './output.ts';
import { reportFault } from './report-fault.ts';
import { inOwnWords, WORDS } from './program-words.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export const cliLanguage = (): Language => languageOf(process.env);

export function program(name: string, description: string, language: Language = cliLanguage()): Command {
  const words = WORDS[language];
  const said = (text: string): string => inOwnWords(text, language);
  return new Command(name)
    .description(description)
    .version(RELEASE ?? VERSION, '-V, --version', words.version)
    .helpOption('-h, --help', words.help)
    .helpCommand('help [command]', words.helpCommand)
    .option('--no-color', words.noColor)
    .showHelpAfterError(`(${words.seeHelp})`)
    .showSuggestionAfterError()
    .configureHelp({
      styleTitle: said,
      styleUsage: said,
      styleSubcommandTerm: said,
      styleOptionDescription: said,
      helpWidth: helpWidth(),
    })
    .configureOutput({ outputError: (text, write) => write(said(text)) })
    .exitOverride((error) => {
      // Commander's own code for misuse is 1, which means "failed" here: sysexits has a number for it.
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
    });
}

/** Help in a pipe or a document is as wide as a page. */
function helpWidth(): number {
  const width = outputWidth();
  return Number.isFinite(width) ? width : 100;
}

export interface CommandText {
  readonly summary: string;
  /** Lines a person can type. */
  readonly examples?: readonly string[];
}

/** Adds a command whose action returns its exit code; `Options` is what its options make. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the caller's action to its own options
export function command<Options extends CommonOptions>(
  parent: Command,
  usage: string,
  text: string | CommandText,
  add: (command: Command) => Command,
  action: (options: Options, args: readonly string[]) => Promise<number>,
): Command {
  const words = WORDS[cliLanguage()];
  const { summary, examples = [] } = typeof text === 'string' ? { summary: text } : text;
  const made = add(parent.command(usage).description(summary))
    .helpOption('-h, --help', words.help)
    .option('-c, --config <file>', words.config)
    .option('--json', words.json)
    // Said anywhere, it is looked for where output begins; here it must only be known.
    .addOption(new Option('--no-color', words.noColor).hideHelp());
  if (examples.length > 0)
    made.addHelpText('after', () => ['', `${words.examples}:`, ...examples.map((one) => `  $ ${one}`)].join('\n'));
  made.action(async () => {
    const options = made.opts<Options>();
    try {
      process.exitCode = await action(options, made.args);
    } catch (error) {
      process.exitCode = await reportFault(error, options.json ?? false);
    }
  });
  return made;
}

/** A command that only holds others. */
export function commandGroup(parent: Command, name: string, summary: string): Command {
  const words = WORDS[cliLanguage()];
  return parent.command(name).description(summary).helpOption('-h, --help', words.help).helpCommand(false);
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
