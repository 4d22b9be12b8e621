/** What became of an action: said once, for a while, with the way back where there is one. */
import { createContext, use, useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { Sign } from '../marks/icons.tsx';
import { useWords } from '../words/language.tsx';

interface Notice {
  readonly text: string;
  readonly kind: 'done' | 'refused';
  readonly undo?: () => void;
}

type Say = (notice: Notice) => void;
const SayContext = createContext<Say | null>(null);
/** Long enough to reach for "Undo". A refusal stays until it is closed. */
const SHOWN_MS = 12_000;

export function useSay(): Say {
  const say = use(SayContext);
  if (say === null) throw new Error('no <Noticing> above');
  return say;
}

export function Noticing({ children }: { readonly children: ReactNode }): ReactNode {
  const [notices, setNotices] = useState<readonly (Notice & { readonly id: number })[]>([]);
  const close = useCallback((id: number) => setNotices((shown) => shown.filter((one) => one.id !== id)), []);
  const say = useCallback<Say>(
    (notice) => {
      const id = performance.now();
      setNotices((shown) => [...shown.slice(-3), { ...notice, id }]);
      if (notice.kind === 'done') window.setTimeout(close, SHOWN_MS, id);
    },
    [close],
  );
  return (
    <SayContext value={say}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} close={() => close(notice.id)} />
        ))}
      </div>
    </SayContext>
  );
}

function NoticeCard({ notice, close }: { readonly notice: Notice; readonly close: () => void }): ReactNode {
  const words = useWords();
  return (
    <div className={`notice notice-${notice.kind}`}>
      <Sign of={notice.kind === 'done' ? 'info' : 'error'} />
      <p>{notice.text}</p>
      {notice.undo !== undefined && (
        <button
          type="button"
          onClick={() => {
            close();
            notice.undo?.();
          }}
        >
          {words.undo}
        </button>
      )}
      <button type="button" className="plain" aria-label={words.close} onClick={close}>
        <Sign of="close" />
      </button>
    </div>
  );
}
