/** The reference of all commands as Markdown, from the same tree that --help is made from. */
import type { Command, Option } from 'commander';
import { EXIT } from '../core/errors.ts';
import type { Language, Words } from '../wording/language.ts';
import { program } from './command-line.ts';
import { loadEvery } from './load-every.ts';
import { DESCRIPTIONS, inOwnWords } from './program-words.ts';

export const DOCUMENTS: Readonly<Record<Language, string>> = { en: 'commands.md', es: 'comandos.md' };

type Word =
  | 'title'
  | 'made'
  | 'selector'
  | 'remote'
  | 'language'
  | 'option'
  | 'meaning'
  | 'default'
  | 'exit'
  | 'code'
  | keyof typeof EXIT;

const WORDS: Words<Word> = {
  en: {
    title: 'Commands',
    made: 'Made from the commands themselves by `node scripts/commands-document.ts en`; a test compares it.',
    selector:
      'The words that pick tasks (`--site`, `--city`, `--status` …) are the same in every command, in the API and in the web; lists are parted by commas, codes are understood in any case, and a slip is told with the word that was probably meant.',
    remote:
      '`scraping-monitor` works on the machine itself, or with `--url` through the API of another one; the token comes from `SCRAPING_TOKEN` or `--token-file`, never from the command line.',
    language: 'Spanish or English by `SCRAPING_LANG`, `LC_ALL`, `LC_MESSAGES` or `LANG`.',
    option: 'option',
    meaning: 'meaning',
    default: 'default',
    exit: 'Exit codes',
    code: 'code',
    ok: 'done',
    failed: 'it failed, or what was looked at is wrong',
    gaps: 'the batch finished, and some tasks failed',
    usage: 'the command line is wrong',
    data: 'what was read is not what it must be',
    noInput: 'a file that must be there is not',
    unavailable: 'no service, or a portal or machine does not answer',
    internal: 'a fault of this program',
    cannotCreate: 'a file or folder cannot be made, or another program holds the data directory',
    io: 'reading or writing failed',
    temporary: 'not now: try again later',
    config: 'the configuration, the catalogue or a definition is wrong',
    denied: 'no token, or one that may not do this',
    interrupted: 'ended by Ctrl-C',
  },
  es: {
    title: 'Comandos',
    made: 'Hecho de los comandos mismos con `SCRAPING_LANG=es node scripts/commands-document.ts es`; una prueba lo compara.',
    selector:
      'Las palabras que eligen tareas (`--site`, `--city`, `--status` …) son las mismas en cada comando, en la API y en la web; las listas van con comas, los códigos se entienden en mayúsculas o minúsculas, y de un error de dedo se dice la palabra que probablemente se quiso.',
    remote:
      '`scraping-monitor` trabaja en la máquina misma o, con `--url`, a través de la API de otra; el token viene de `SCRAPING_TOKEN` o de `--token-file`, nunca de la línea de comandos.',
    language: 'Español o inglés según `SCRAPING_LANG`, `LC_ALL`, `LC_MESSAGES` o `LANG`.',
    option: 'opción',
    meaning: 'significado',
    default: 'por omisión',
    exit: 'Códigos de salida',
    code: 'código',
    ok: 'hecho',
    failed: 'falló, o lo que se revisó está mal',
    gaps: 'el lote terminó y fallaron algunas tareas',
    usage: 'la línea de comandos está mal',
    data: 'lo leído no es lo que debe ser',
    noInput: 'no está un archivo que debe estar',
    unavailable: 'no hay servicio, o un portal o una máquina no responde',
    internal: 'una falla de este programa',
    cannotCreate: 'no se puede crear un archivo o carpeta, u otro programa ocupa el directorio de datos',
    io: 'falló la lectura o escritura',
    temporary: 'ahora no: intente más tarde',
    config: 'la configuración, el catálogo o una definición está mal',
    denied: 'sin token, o con uno que no puede hacer esto',
    interrupted: 'terminado con Ctrl-C',
  },
};

const PROGRAMS = ['scraping-monitor', 'scraping-orchestrator'] as const;

/** @param language the process must speak it: commands take their words when they are made */
export async function commandsDocument(language: Language): Promise<string> {
  const words = WORDS[language];
  const parts = [`# ${words.title}`, words.made, words.selector, words.remote, words.language];
  for (const name of PROGRAMS) {
    const whole = program(name, DESCRIPTIONS[language][name], language);
    await loadEvery(whole, name);
    parts.push(`## ${name}`, DESCRIPTIONS[language][name]);
    for (const command of leaves(whole)) parts.push(...describeCommand(command, language));
  }
  parts.push(`## ${words.exit}`, exitTable(language));
  return `${parts.join('\n\n')}\n`;
}

function leaves(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => (child.commands.length > 0 ? leaves(child) : [child]));
}

function describeCommand(command: Command, language: Language): readonly string[] {
  const words = WORDS[language];
  const path = pathOf(command);
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const rows = options.map((option) => `| \`${option.flags}\` | ${cell(option.description)} | ${defaultOf(option)} |`);
  return [
    `### ${path}`,
    cell(command.description()),
    `\`\`\`sh\n${inOwnWords(help.commandUsage(command), language)}\n\`\`\``,
    [`| ${words.option} | ${words.meaning} | ${words.default} |`, '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');
const defaultOf = ({ defaultValue }: Option): string =>
  defaultValue === undefined || defaultValue === true ? '' : `\`${String(defaultValue)}\``;

function exitTable(language: Language): string {
  const words = WORDS[language];
  const rows = Object.entries(EXIT).map(([name, code]) => `| ${code} | ${words[name as keyof typeof EXIT]} |`);
  return [`| ${words.code} | ${words.meaning} |`, '| --- | --- |', ...rows].join('\n');
}
