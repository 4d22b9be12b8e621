import { useState } from 'react';
import type { ReactNode } from 'react';
import { Sign } from '../marks/icons.tsx';
import { useWords } from '../words/language.tsx';

/** A command to run at a terminal, ready to copy. Without a clipboard (plain http) it can still be selected. */
export function Command({ text }: { readonly text: string }): ReactNode {
  const words = useWords();
  const [isCopied, setCopied] = useState(false);
  const clipboard = (navigator as { readonly clipboard?: Clipboard }).clipboard;
  return (
    <span className="command">
      <code>{text}</code>
      {clipboard !== undefined && (
        <button
          type="button"
          className="plain"
          aria-label={`${words.copy}: ${text}`}
          onClick={() => {
            clipboard.writeText(text).then(
              () => setCopied(true),
              () => setCopied(false),
            );
          }}
        >
          {isCopied ? words.copied : <Sign of="copy" />}
        </button>
      )}
    </span>
  );
}
