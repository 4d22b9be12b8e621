/** Called without a command, at a terminal: a list to choose from, so that nobody must know the commands by heart. */
import { createInterface } from 'node:readline/promises';
import type { Language, Words } from '../wording/language.ts';
import { fitText } from '../wording/cell-width.ts';
import { outputWidth } from './output.ts';
import { paint } from './paint.ts';

type Entry =
  | 'status'
  | 'dashboard'
  | 'errors'
  | 'failedTasks'
  | 'history'
  | 'stats'
  | 'report'
  | 'logs'
  | 'schedule'
  | 'runNow'
  | 'retry'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'backups'
  | 'doctor';

const ENTRIES: readonly (readonly [Entry, readonly string[]])[] = [
  ['status', ['status']],
  ['dashboard', ['dashboard']],
  ['errors', ['errors']],
  ['failedTasks', ['tasks', '--status', 'failed,permanently_failed']],
  ['history', ['history']],
  ['stats', ['stats']],
  ['report', ['report']],
  ['logs', ['logs', '-n', '30']],
  ['schedule', ['schedule']],
  ['runNow', ['run-now']],
  ['retry', ['retry']],
  ['pause', ['pause']],
  ['resume', ['resume']],
  ['cancel', ['cancel']],
  ['backups', ['backup', 'list']],
  ['doctor', ['doctor']],
];

const WORDS: Words<Entry | 'title' | 'prompt' | 'bye' | 'unknown'> = {
  en: {
    title: 'What would you like to see or do?',
    prompt: 'Number, command, or q to leave: ',
    bye: 'Every entry is a command of its own; --help lists all of them.',
    unknown: 'There is no such entry.',
    status: 'How things stand now',
    dashboard: 'Live dashboard',
    errors: 'What failed, and what to do',
    failedTasks: 'The failed tasks of the newest batch',
    history: 'The batches so far',
    stats: 'Figures beside their targets',
    report: 'Report of the newest batch',
    logs: 'The last lines of the log',
    schedule: 'What starts when',
    runNow: 'Start a batch now',
    retry: 'Try failed tasks again',
    pause: 'Pause the schedule',
    resume: 'Resume the schedule',
    cancel: 'Cancel the open batch',
    backups: 'Backups',
    doctor: 'Look at everything and say what is wrong',
  },
  es: {
    title: '¿Qué quiere ver o hacer?',
    prompt: 'Número, comando, o q para salir: ',
    bye: 'Cada opción es también un comando; --help los muestra todos.',
    unknown: 'No existe esa opción.',
    status: 'Cómo están las cosas ahora',
    dashboard: 'Tablero en vivo',
    errors: 'Qué falló y qué hacer',
    failedTasks: 'Las tareas fallidas del último lote',
    history: 'Los lotes hasta ahora',
    stats: 'Cifras junto a sus metas',
    report: 'Informe del último lote',
    logs: 'Las últimas líneas del registro',
    schedule: 'Qué inicia y cuándo',
    runNow: 'Iniciar un lote ahora',
    retry: 'Intentar de nuevo las tareas fallidas',
    pause: 'Poner en pausa el calendario',
    resume: 'Reanudar el calendario',
    cancel: 'Cancelar el lote abierto',
    backups: 'Respaldos',
    doctor: 'Revisar todo y decir qué está mal',
  },
};

export function menuText(language: Language, width: number): string {
  const words = WORDS[language];
  const lines = ENTRIES.map(([name, command], i) => {
    const number = String(i + 1).padStart(3);
    return fitText(`${number}  ${words[name].padEnd(40)}  ${paint(command.join(' '), 'dim')}`, width);
  });
  return [paint(words.title, 'bold'), ...lines].join('\n');
}

/** What a person means by what was typed: a number or a command; null = leave, undefined = neither. */
export function choiceOf(typed: string): readonly string[] | null | undefined {
  const text = typed.trim();
  if (text === '' || /^(q|quit|exit|salir|0)$/i.test(text)) return null;
  if (/^\d+$/.test(text)) return ENTRIES[Number(text) - 1]?.[1];
  const words = text.split(/\s+/);
  return ENTRIES.some(([, command]) => command[0] === words[0]) ? words : undefined;
}

/** @param run runs a command line; the menu comes again after it */
export async function runMenu(run: (words: readonly string[]) => Promise<void>, language: Language): Promise<void> {
  const words = WORDS[language];
  for (;;) {
    console.log(`\n${menuText(language, outputWidth())}`);
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const typed = await terminal.question(words.prompt).catch(() => 'q');
    terminal.close();
    const choice = choiceOf(typed);
    if (choice === null) break;
    console.log('');
    if (choice === undefined) console.log(words.unknown);
    else await run(choice);
  }
  console.log(paint(words.bye, 'dim'));
}
