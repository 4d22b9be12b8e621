/** Shell completion, made from the commands themselves: nothing is asked of the program while a person types. */
import type { Command } from 'commander';
import { TASK_STATUSES } from '../core/task.ts';
import { VERDICTS } from '../core/verdict.ts';
import { LOG_LEVELS, LOGS, ROLES } from '../monitoring/house-words.ts';
import { STATISTICS_BY, TASK_SORTS } from '../monitoring/selector-words.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What may follow an option. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--status': TASK_STATUSES,
  '--verdict': VERDICTS,
  '--phase': ['main', 'detail'],
  '--operation': ['Ven', 'Ren', 'Ven-d', 'Ven-r'],
  '--site': ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'],
  '--city': ['Gdl', 'Zap', 'Tlaj', 'Tlaq', 'Ton', 'Salt', 'Zptl', 'IMem', 'Jnctl'],
  '--batch': ['last'],
  '--sort': TASK_SORTS,
  '--by': STATISTICS_BY,
  '--level': LOG_LEVELS,
  '--role': ROLES,
  '--expires': ['30d', '90d', '365d', 'never'],
};
/** What may stand where a command takes a word. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  completion: SHELLS,
  pause: VALUES['--site'] ?? [],
  resume: VALUES['--site'] ?? [],
  'site test': VALUES['--site'] ?? [],
  coverage: ['last'],
  report: ['last'],
};

interface Node {
  /** `token create`; empty = the program. */
  readonly path: string;
  readonly summary: string;
  readonly children: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly { readonly names: readonly string[]; readonly summary: string; readonly takes: boolean }[];
}

export function completionScript(program: Command, shell: Shell): string {
  const nodes = nodesOf(program, '');
  const values = { ...VALUES, ...(program.name() === 'scraping-monitor' ? { '--file': LOGS } : {}) };
  if (shell === 'bash') return bash(program.name(), nodes, values);
  return shell === 'zsh' ? zsh(program.name(), nodes, values) : fish(program.name(), nodes, values);
}

function nodesOf(command: Command, path: string): readonly Node[] {
  const own: Node = {
    path,
    summary: command.description(),
    children: command.commands.map((child) => ({ name: child.name(), summary: firstSentence(child.description()) })),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => ({
        names: [option.short, option.long].filter((name) => name !== undefined),
        summary: firstSentence(option.description),
        takes: option.required || option.optional,
      })),
  };
  return [own, ...command.commands.flatMap((child) => nodesOf(child, `${path} ${child.name()}`.trim()))];
}

/** Up to a mark that ends something: the colon of an address and the point of a file name end nothing. */
const firstSentence = (text: string): string => text.split(/[.;:](?=\s|$)|\s\(/)[0]?.trim() ?? text;
const identifier = (name: string): string => `_${name.replaceAll('-', '_')}`;
const optionNames = ({ options }: Node): readonly string[] => options.flatMap(({ names }) => names);
const childNames = ({ children }: Node): readonly string[] => children.map(({ name }) => name);

type Values = Readonly<Record<string, readonly string[]>>;

function bash(name: string, nodes: readonly Node[], values: Values): string {
  const own = identifier(name);
  const cases = nodes.map(
    (node) =>
      `    '${node.path}') words='${[...childNames(node), ...(ARGUMENTS[node.path] ?? []), ...optionNames(node)].join(' ')}' ;;`,
  );
  const valueCases = Object.entries(values).map(([option, words]) => `    ${option}) words='${words.join(' ')}' ;;`);
  return `# ${name}: source <(${name} completion bash)
${own}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' words='' i
  COMPREPLY=()
  case $prev in
${valueCases.join('\n')}
    --config | -c | --token-file) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  if [[ -z $words ]]; then
    for ((i = 1; i < COMP_CWORD; i++)); do
      case " ${nodes.map(({ path }) => path.replaceAll(' ', '_')).join(' ')} " in
        *" \${path:+\${path// /_}_}\${COMP_WORDS[i]} "*) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
      esac
    done
    case $path in
${cases.join('\n')}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    return
  fi
  # Several values are parted by commas: the last one is completed.
  local before=''
  [[ $cur == *,* ]] && before=\${cur%,*},
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "\${cur##*,}"))
}
complete -F ${own} ${name}
`;
}

/** Within single quotes, for `_describe`, which parts name and text at a colon. */
const zshText = (text: string): string => text.replaceAll(/[:\\]/g, String.raw`\$&`).replaceAll("'", String.raw`'\''`);

function zsh(name: string, nodes: readonly Node[], values: Values): string {
  const own = identifier(name);
  const cases = nodes.map((node) => {
    const children = node.children.map((child) => `'${child.name}:${zshText(child.summary)}'`).join(' ');
    const options = node.options
      .flatMap(({ names, summary }) => names.map((one) => `'${one}:${zshText(summary)}'`))
      .join(' ');
    const words = (ARGUMENTS[node.path] ?? []).map((word) => `'${word}'`).join(' ');
    return `    '${node.path}') commands=(${children}${words === '' ? '' : ` ${words}`}); options=(${options}) ;;`;
  });
  const valueCases = Object.entries(values).map(
    ([option, words]) => `    ${option}) _values -s , value ${words.join(' ')}; return ;;`,
  );
  return `#compdef ${name}
${own}() {
  local -a commands options
  local path='' word
  case $words[CURRENT-1] in
${valueCases.join('\n')}
    --config | -c | --token-file) _files; return ;;
  esac
  for word in \${words[2,CURRENT-1]}; do
    case " ${nodes.map(({ path }) => path.replaceAll(' ', '_')).join(' ')} " in
      *" \${path:+\${path// /_}_}$word "*) path="\${path:+$path }$word" ;;
    esac
  done
  case $path in
${cases.join('\n')}
  esac
  _describe command commands
  _describe option options
}
compdef ${own} ${name}
`;
}

const fishText = (text: string): string => `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;

/** Several values are parted by commas: the last one is completed. */
const severalOf = (words: readonly string[]): string => `(__fish_complete_list , "printf %s\\n ${words.join(' ')}")`;

function fish(name: string, nodes: readonly Node[], values: Values): string {
  const [root, ...others] = nodes;
  const top = childNames(root ?? { path: '', summary: '', children: [], options: [] });
  const condition = (path: string): string => {
    if (path === '') return `not __fish_seen_subcommand_from ${top.join(' ')}`;
    return path
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
  };
  const lines = [root, ...others].flatMap((node) => {
    if (node === undefined) return [];
    const when = `-n ${fishText(condition(node.path))}`;
    return [
      ...node.children.map((child) => `complete -c ${name} -f ${when} -a ${child.name} -d ${fishText(child.summary)}`),
      ...(ARGUMENTS[node.path] ?? []).map((word) => `complete -c ${name} -f ${when} -a ${word}`),
      ...node.options.map(({ names, summary, takes }) => {
        const written = names.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`));
        const known = names.map((one) => values[one]).find((words) => words !== undefined);
        const value = known === undefined ? (takes ? ' -r' : '') : ` -x -a ${fishText(severalOf(known))}`;
        return `complete -c ${name} ${when} ${written.join(' ')}${value} -d ${fishText(summary)}`;
      }),
    ];
  });
  return `# ${name}: ${name} completion fish > ~/.config/fish/completions/${name}.fish\n${lines.join('\n')}\n`;
}
