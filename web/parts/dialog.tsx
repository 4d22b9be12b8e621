import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { Sign } from '../marks/icons.tsx';
import { useWords } from '../words/language.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog while it is rendered: the browser traps the focus, Escape closes, the focus goes back where it was. */
export function Dialog({ title, onClose, children }: DialogProps): ReactNode {
  const words = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="plain" aria-label={words.close} onClick={onClose}>
          <Sign of="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
