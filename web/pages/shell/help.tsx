import type { ReactNode } from 'react';
import { Dialog } from '../../parts/dialog.tsx';
import { PAGES } from '../../routing/pages.ts';
import { useWords } from '../../words/language.tsx';

export function Help({ close }: { readonly close: () => void }): ReactNode {
  const words = useWords();
  return (
    <Dialog title={words.shell.keys} onClose={close}>
      <dl className="keys">
        {PAGES.map(({ page, key }) => (
          <div key={page}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{words.pageNames[page]}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{words.shell.keyFilter}</dd>
        </div>
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{words.shell.keyHelp}</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{words.shell.keyClose}</dd>
        </div>
      </dl>
    </Dialog>
  );
}
