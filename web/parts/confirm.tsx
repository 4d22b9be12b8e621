/** "Are you sure?" as a promise: whoever acts asks first. */
import { createContext, use, useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../words/language.tsx';
import { Dialog } from './dialog.tsx';

interface Question {
  readonly title: string;
  readonly body: ReactNode;
  /** On the button that does it: a verb, never "OK". */
  readonly verb: string;
  readonly destroys?: boolean;
}

type Confirm = (question: Question) => Promise<boolean>;
const ConfirmContext = createContext<Confirm | null>(null);

export function useConfirm(): Confirm {
  const confirm = use(ConfirmContext);
  if (confirm === null) throw new Error('no <Confirming> above');
  return confirm;
}

export function Confirming({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWords();
  const [asked, setAsked] = useState<(Question & { readonly answer: (yes: boolean) => void }) | null>(null);
  const confirm = useCallback<Confirm>(
    (question) =>
      new Promise((resolve) => {
        setAsked({
          ...question,
          answer: (yes) => {
            setAsked(null);
            resolve(yes);
          },
        });
      }),
    [],
  );
  return (
    <ConfirmContext value={confirm}>
      {children}
      {asked !== null && (
        <Dialog title={asked.title} onClose={() => asked.answer(false)}>
          <div className="dialog-body">{asked.body}</div>
          <footer className="dialog-foot">
            <button type="button" onClick={() => asked.answer(false)}>
              {words.notNow}
            </button>
            <button
              type="button"
              className={asked.destroys === true ? 'danger' : 'primary'}
              onClick={() => asked.answer(true)}
            >
              {asked.verb}
            </button>
          </footer>
        </Dialog>
      )}
    </ConfirmContext>
  );
}
