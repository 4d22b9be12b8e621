import type { Key as InkKey } from 'ink';
import type { Key } from './view-state.ts';

/** What the terminal sent, as the one key it means; several at once (a paste, a slow line) come one by one. */
export function readKeys(input: string, key: InkKey): readonly Key[] {
  const name = nameOf(input, key);
  if (name !== null) return [{ name, input: '' }];
  if (key.ctrl || key.meta) return [];
  return Array.from(input, (character): Key => {
    const control = CONTROLS[character];
    return control === undefined ? { name: 'character', input: character } : { name: control, input: '' };
  });
}

/** Keys that came in one piece with others, as over a slow line. */
const CONTROLS: Readonly<Record<string, Exclude<Key['name'], 'character'>>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\u0003': 'interrupt',
  '\u001b': 'escape',
};

function nameOf(input: string, key: InkKey): Exclude<Key['name'], 'character'> | null {
  if (key.ctrl && input === 'c') return 'interrupt';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'backTab' : 'tab';
  return key.backspace || key.delete ? 'backspace' : null;
}
