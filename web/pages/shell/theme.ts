/** Light, dark, or as the system has it: said to the style sheet by one attribute. */
import { useSyncExternalStore } from 'react';
import { recall, remember } from '../../data/remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

let theme: Theme = THEMES.find((one) => one === recall('theme')) ?? 'system';
const watchers = new Set<() => void>();

function show(): void {
  document.documentElement.dataset['theme'] = theme;
}
/** Called once, before anything is drawn. */
export const showTheme = show;

export function chooseTheme(wanted: Theme): void {
  theme = wanted;
  remember('theme', wanted);
  show();
  for (const watcher of watchers) watcher();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => theme,
  );
}
