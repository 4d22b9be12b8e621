import type { ReactNode } from 'react';
import { Sign } from '../../marks/icons.tsx';
import { useChooseLanguage, useLanguage, useWords } from '../../words/language.tsx';
import { THEMES, chooseTheme, useTheme } from './theme.ts';
import type { Theme } from './theme.ts';

const SIGN = { system: 'auto', light: 'sun', dark: 'moon' } as const satisfies Record<Theme, string>;

/** Language and theme: one button each, naming what it switches to. */
export function Choices(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const theme = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const other = language === 'es' ? 'en' : 'es';
  return (
    <div className="choices">
      <button
        type="button"
        className="plain"
        aria-label={words.shell.themeIs(words.shell.themes[theme], words.shell.themes[next])}
        title={words.shell.themeIs(words.shell.themes[theme], words.shell.themes[next])}
        onClick={() => chooseTheme(next)}
      >
        <Sign of={SIGN[theme]} />
      </button>
      <button type="button" className="plain" lang={other} onClick={() => chooseLanguage(other)}>
        {other === 'es' ? 'Español' : 'English'}
      </button>
    </div>
  );
}
