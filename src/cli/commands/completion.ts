import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Words } from '../../wording/language.ts';
import { cliLanguage, command, program } from '../command-line.ts';
import { completionScript, SHELLS } from '../completion-script.ts';
import { loadAll } from '../load-commands.ts';
import type { CommandTable } from '../load-commands.ts';
import { chosen } from '../selector-options.ts';

const WORDS: Words<'summary'> = {
  en: { summary: 'Print what completes commands and options with the Tab key in bash, zsh or fish.' },
  es: { summary: 'Imprime lo que completa comandos y opciones con la tecla Tab en bash, zsh o fish.' },
};

export function addCompletion(parent: Command, table: CommandTable): void {
  const name = parent.name();
  command(
    parent,
    'completion <shell>',
    {
      summary: `${WORDS[cliLanguage()].summary} (${SHELLS.join(', ')})`,
      examples: [
        `source <(${name} completion bash)`,
        `${name} completion zsh > "\${fpath[1]}/_${name}"`,
        `${name} completion fish > ~/.config/fish/completions/${name}.fish`,
      ],
    },
    (made) => made,
    async (_options, [shell = '']) => {
      const wanted = chosen(SHELLS, shell, 'the shell');
      const whole = program(name, '');
      await loadAll(whole, table);
      process.stdout.write(completionScript(whole, wanted));
      return EXIT.ok;
    },
  );
}
