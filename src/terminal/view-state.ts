/**
 * What the operator looks at, and what a key does to it: pure, so that every key in every state is tested.
 *
 *   screen ──1…5, Tab──> another screen        list ──Enter──> task ──Esc──> list
 *   any    ──r p P n c──> question ──y──> action, ──n, Esc──> as before
 */
import type { Action } from '../monitoring/action-shape.ts';
import type { Selector } from '../monitoring/selector.ts';
import type { TaskStatus } from '../core/task.ts';

export const SCREENS = ['now', 'tasks', 'sites', 'errors', 'history'] as const;
export type Screen = (typeof SCREENS)[number];

/** What `f` goes through. */
export const STATUS_FILTERS = [
  [],
  ['failed', 'permanently_failed'],
  ['running'],
  ['retrying'],
  ['pending'],
  ['completed'],
] as const satisfies readonly (readonly TaskStatus[])[];

/** Asked before anything is done. */
export interface Question {
  readonly what: 'run' | 'pause' | 'resume' | 'retry' | 'cancel';
  /** What it is done to: a site, a task, a cause; empty = all. */
  readonly to: string;
  readonly action: Action;
}

export interface View {
  readonly screen: Screen;
  readonly selected: number;
  /** The task that is looked at; null = a list. */
  readonly task: number | null;
  readonly status: number;
  readonly site: string | null;
  readonly error: string | null;
  /** null = the open batch, else the newest. */
  readonly batch: string | null;
  readonly text: string;
  /** Is being typed; null = not. */
  readonly typing: string | null;
  readonly question: Question | null;
  readonly help: boolean;
}

export const FIRST_VIEW: View = {
  screen: 'now',
  selected: 0,
  task: null,
  status: 0,
  site: null,
  error: null,
  batch: null,
  text: '',
  typing: null,
  question: null,
  help: false,
};

/** One line of the list that is shown, as far as keys need to know it. */
export interface Line {
  readonly task?: number | undefined;
  readonly site?: string | undefined;
  readonly error?: string | undefined;
  readonly batch?: string | undefined;
  readonly paused?: boolean | undefined;
  /** What a retry of it would be told to do. */
  readonly name: string;
}

/** What is on the screen now. */
export interface Shown {
  readonly lines: readonly Line[];
  readonly pageHeight: number;
  readonly sites: readonly string[];
  /** Word for "yes" in the operator's language. */
  readonly yes: string;
  readonly schedulePaused: boolean;
  readonly batchOpen: boolean;
  /** The batch that is shown. */
  readonly batch: string | null;
}

export interface Key {
  /** The character typed, or ''. */
  readonly input: string;
  readonly name:
    | 'up'
    | 'down'
    | 'pageUp'
    | 'pageDown'
    | 'home'
    | 'end'
    | 'enter'
    | 'escape'
    | 'tab'
    | 'backTab'
    | 'backspace'
    | 'interrupt'
    | 'character';
}

export interface Pressed {
  readonly view: View;
  readonly effect: 'quit' | Action | null;
}

export function press(view: View, key: Key, shown: Shown): Pressed {
  if (key.name === 'interrupt') return { view, effect: 'quit' };
  if (view.question !== null) return answer(view, view.question, key, shown);
  if (view.typing !== null) return stay(type(view, view.typing, key));
  if (view.help) return stay({ ...view, help: false });
  if (key.name === 'character') return pressCharacter(view, key.input, shown);
  return stay(move(view, key, shown));
}

const stay = (view: View): Pressed => ({ view, effect: null });

function answer(view: View, question: Question, key: Key, shown: Shown): Pressed {
  const after = { ...view, question: null };
  const yes = key.name === 'character' && [shown.yes, 'y'].includes(key.input.toLowerCase());
  return yes ? { view: after, effect: question.action } : stay(after);
}

function type(view: View, typing: string, key: Key): View {
  if (key.name === 'enter') return { ...view, typing: null, text: typing.trim(), selected: 0 };
  if (key.name === 'escape') return { ...view, typing: null };
  if (key.name === 'backspace') return { ...view, typing: Array.from(typing).slice(0, -1).join('') };
  return key.name === 'character' ? { ...view, typing: (typing + key.input).slice(0, LONGEST_TEXT) } : view;
}
/** As the selector allows. */
const LONGEST_TEXT = 200;

function move(view: View, key: Key, shown: Shown): View {
  const last = Math.max(shown.lines.length - 1, 0);
  const to = (selected: number): View => ({ ...view, selected: Math.min(Math.max(selected, 0), last) });
  switch (key.name) {
    case 'up':
      return to(view.selected - 1);
    case 'down':
      return to(view.selected + 1);
    case 'pageUp':
      return to(view.selected - shown.pageHeight);
    case 'pageDown':
      return to(view.selected + shown.pageHeight);
    case 'home':
      return to(0);
    case 'end':
      return to(last);
    case 'tab':
      return nextScreen(view, 1);
    case 'backTab':
      return nextScreen(view, -1);
    case 'escape':
      return view.task === null ? view : { ...view, task: null };
    case 'enter':
      return enter(view, shown.lines[view.selected]);
    case 'backspace':
    case 'character':
    case 'interrupt':
      return view;
  }
}

function nextScreen(view: View, step: number): View {
  const at = SCREENS.indexOf(view.screen);
  return onScreen(view, SCREENS[(at + step + SCREENS.length) % SCREENS.length] ?? 'now');
}

function onScreen(view: View, screen: Screen): View {
  return { ...view, screen, selected: 0, task: null };
}

/** A task is looked at; of a site, a cause or a batch, its tasks. */
function enter(view: View, line: Line | undefined): View {
  if (line === undefined) return view;
  if (line.task !== undefined) return { ...view, task: line.task };
  const { site = null, error = null, batch = view.batch } = line;
  return { ...onScreen(view, 'tasks'), site, error, batch, status: 0, text: '' };
}

function pressCharacter(view: View, input: string, shown: Shown): Pressed {
  const screen = SCREENS[Number(input) - 1];
  if (screen !== undefined) return stay(onScreen(view, screen));
  switch (input) {
    case 'q':
      return { view, effect: 'quit' };
    case '?':
      return stay({ ...view, help: true });
    case 'j':
      return stay(move(view, { name: 'down', input: '' }, shown));
    case 'k':
      return stay(move(view, { name: 'up', input: '' }, shown));
    default:
      return stay(filtered(view, input, shown) ?? { ...view, question: questionFor(view, input, shown) });
  }
}

/** null: the key is not one of the filter's. */
function filtered(view: View, input: string, shown: Shown): View | null {
  const list = (change: Partial<View>): View => ({ ...onScreen(view, 'tasks'), ...change });
  switch (input) {
    case 'f':
      return list({ status: (view.status + 1) % STATUS_FILTERS.length });
    case 's':
      return list({ site: nextOf(shown.sites, view.site) });
    case '/':
      return list({ typing: view.text });
    case 'x':
      return list({ status: 0, site: null, error: null, text: '', batch: null });
    default:
      return null;
  }
}

/** null (all) → first → second … → null. */
function nextOf(sites: readonly string[], site: string | null): string | null {
  return sites[site === null ? 0 : sites.indexOf(site) + 1] ?? null;
}

function questionFor(view: View, input: string, shown: Shown): Question | null {
  const line = shown.lines[view.selected];
  if (input === 'n') return { what: 'run', to: '', action: { action: 'run-now' } };
  if (input === 'c') return shown.batchOpen ? { what: 'cancel', to: '', action: { action: 'cancel' } } : null;
  if (input === 'P') {
    const action = shown.schedulePaused ? 'resume' : 'pause';
    return { what: action, to: '', action: { action } };
  }
  if (input === 'p') {
    if (line?.site === undefined) return null;
    const action = line.paused === true ? 'resume' : 'pause';
    return { what: action, to: line.site, action: { action, site: line.site } };
  }
  return input === 'r' ? retryQuestion(view, line, shown) : null;
}

function retryQuestion(view: View, line: Line | undefined, shown: Shown): Question | null {
  const batch = view.batch ?? shown.batch;
  if (batch === null) return null;
  const task = view.task ?? line?.task;
  if (task !== undefined)
    return {
      what: 'retry',
      to: line?.name ?? String(task),
      action: { action: 'retry', selector: { batch }, tasks: [task] },
    };
  if (line === undefined) return null;
  const { site, error, name } = line;
  const selector: Selector = {
    batch: line.batch ?? batch,
    ...(site === undefined ? {} : { site: [site] }),
    ...(error === undefined ? {} : { error: [error] }),
  };
  return { what: 'retry', to: name, action: { action: 'retry', selector } };
}

/** What the task list asks for. */
export function selectorOf(view: View): Selector {
  const status = STATUS_FILTERS[view.status] ?? [];
  return {
    ...(view.batch === null ? {} : { batch: view.batch }),
    ...(view.site === null ? {} : { site: [view.site] }),
    ...(view.error === null ? {} : { error: [view.error] }),
    ...(status.length === 0 ? {} : { status: [...status] }),
    ...(view.text === '' ? {} : { text: view.text }),
  };
}
