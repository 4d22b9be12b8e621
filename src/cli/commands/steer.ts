/** The commands that change what runs: start, retry, pause, resume, cancel, reload. */
import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { Words } from '../../wording/language.ts';
import { act, agreed } from '../act.ts';
import { cliLanguage, list } from '../command-line.ts';
import { WORDS as PROGRAM_WORDS } from '../program-words.ts';
import { catalogueOptions, selectorOf, selectorOptions } from '../selector-options.ts';
import type { SelectorOptions } from '../selector-options.ts';
import { wholeNumber } from '../whole-number.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word = 'runNow' | 'retry' | 'pause' | 'resume' | 'cancel' | 'reload' | 'sureToCancel' | 'sureToRetry' | 'taskIds';

const WORDS: Words<Word> = {
  en: {
    runNow: 'Let the running service start a batch at once, besides the schedule; all of the catalogue, or a part.',
    retry:
      "Try a batch's failed tasks again, with three more attempts each; a closed batch is opened for them. Says what it takes up.",
    pause: 'Start nothing more of a site; without one: no batch by itself. What runs goes on.',
    resume:
      'Take a pause back; without a site: of the schedule. Says also that the clock is right when it was doubted.',
    cancel: 'End the open batch: its open tasks become cancelled, what was published stays.',
    reload: 'Let the running service read configuration and definitions anew.',
    sureToCancel: 'Cancel the open batch? Its open tasks are closed for good.',
    sureToRetry: 'Try every failed task of the newest batch again?',
    taskIds: 'only these tasks, by id',
  },
  es: {
    runNow: 'Hace que el servicio inicie un lote de inmediato, aparte del calendario; todo el catálogo o una parte.',
    retry:
      'Intenta de nuevo las tareas fallidas de un lote, con tres intentos más cada una; un lote cerrado se abre para ellas.',
    pause: 'No inicia nada más de un sitio; sin sitio: ningún lote por sí solo. Lo que corre continúa.',
    resume:
      'Quita una pausa; sin sitio: la del calendario. Dice también que el reloj está bien cuando se dudaba de él.',
    cancel: 'Termina el lote abierto: sus tareas abiertas quedan canceladas, lo publicado se queda.',
    reload: 'Hace que el servicio lea de nuevo la configuración y las definiciones.',
    sureToCancel: '¿Cancelar el lote abierto? Sus tareas abiertas se cierran para siempre.',
    sureToRetry: '¿Intentar de nuevo todas las tareas fallidas del último lote?',
    taskIds: 'solo estas tareas, por id',
  },
};

interface YesOptions extends MonitorOptions {
  readonly yes?: boolean;
}

const yesOption = (made: Command): Command => made.option('-y, --yes', PROGRAM_WORDS[cliLanguage()].yes);

export function addRunNow(parent: Command): void {
  monitorCommand<MonitorOptions & SelectorOptions>(
    parent,
    'run-now',
    {
      summary: WORDS[cliLanguage()].runNow,
      examples: ['scraping-monitor run-now', 'scraping-monitor run-now --site Lam --city Gdl,Zap'],
    },
    catalogueOptions,
    (monitor, options) => {
      const { site, city, operation, product } = selectorOf(options);
      const selector = { site, city, operation, product };
      const asked = Object.values(selector).some((codes) => codes !== undefined);
      return act(monitor, { action: 'run-now', ...(asked ? { selector } : {}) }, options);
    },
  );
}

interface RetryOptions extends YesOptions, SelectorOptions {
  readonly task?: readonly string[];
}

export function addRetry(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<RetryOptions>(
    parent,
    'retry',
    {
      summary: words.retry,
      examples: [
        'scraping-monitor retry -b Nov26_01',
        'scraping-monitor retry -b last --site Lam --verdict blocked,network',
        'scraping-monitor retry -b Nov26_01 --task 1042,1043',
      ],
    },
    (made) => yesOption(selectorOptions(made).option('--task <ids>', words.taskIds, list)),
    async (monitor, options) => {
      const selector = selectorOf(options);
      const tasks = options.task?.map((id) => wholeNumber(id, '--task', 1));
      const said = Object.keys(selector).length > 0 || tasks !== undefined;
      // A batch that is named is meant; the newest one, whole, may be a slip.
      if (!said && !(await agreed(words.sureToRetry, options.yes, language))) return EXIT.ok;
      return act(monitor, { action: 'retry', selector, ...(tasks === undefined ? {} : { tasks }) }, options);
    },
  );
}

export function addPause(parent: Command): void {
  monitorCommand<MonitorOptions>(
    parent,
    'pause [site]',
    {
      summary: WORDS[cliLanguage()].pause,
      examples: ['scraping-monitor pause Lam', 'scraping-monitor pause'],
    },
    (made) => made,
    (monitor, options, [site]) => act(monitor, { action: 'pause', ...(site === undefined ? {} : { site }) }, options),
  );
}

export function addResume(parent: Command): void {
  monitorCommand<MonitorOptions>(
    parent,
    'resume [site]',
    {
      summary: WORDS[cliLanguage()].resume,
      examples: ['scraping-monitor resume Lam', 'scraping-monitor resume'],
    },
    (made) => made,
    (monitor, options, [site]) => act(monitor, { action: 'resume', ...(site === undefined ? {} : { site }) }, options),
  );
}

export function addCancel(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<YesOptions>(
    parent,
    'cancel',
    { summary: words.cancel, examples: ['scraping-monitor cancel', 'scraping-monitor cancel --yes'] },
    yesOption,
    async (monitor, options) =>
      (await agreed(words.sureToCancel, options.yes, language)) ? act(monitor, { action: 'cancel' }, options) : EXIT.ok,
  );
}

export function addReload(parent: Command): void {
  monitorCommand<MonitorOptions>(
    parent,
    'reload',
    { summary: WORDS[cliLanguage()].reload, examples: ['scraping-monitor reload'] },
    (made) => made,
    (monitor, options) => act(monitor, { action: 'reload' }, options),
  );
}
