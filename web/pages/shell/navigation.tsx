import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { useLiveState } from '../../data/live.ts';
import { tell } from '../../data/request.ts';
import { useSession } from '../../data/session.ts';
import { Sign } from '../../marks/icons.tsx';
import { refusalText } from '../../parts/acting.ts';
import { useSay } from '../../parts/notices.tsx';
import { hrefOf } from '../../routing/address.ts';
import { PAGES } from '../../routing/pages.ts';
import type { Page } from '../../routing/pages.ts';
import { useWords } from '../../words/language.tsx';
import { Choices } from './choices.tsx';

interface NavigationProps {
  readonly page: Page;
  readonly status: Status | undefined;
  readonly help: () => void;
}

/** At the side; on a phone behind a button at the top. */
export function Navigation({ page, status, help }: NavigationProps): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <header className={isOpen ? 'side open' : 'side'}>
      <div className="side-head">
        <a className="brand" href={hrefOf([])} onClick={() => setOpen(false)}>
          <Logo />
          <span>Orchestrator</span>
        </a>
        <LiveMark status={status} />
        <button
          type="button"
          className="plain menu"
          aria-expanded={isOpen}
          aria-controls="pages"
          aria-label={words.shell.menu}
          onClick={() => setOpen(!isOpen)}
        >
          <Sign of={isOpen ? 'close' : 'menu'} />
        </button>
      </div>
      <div className="side-body" id="pages">
        <nav aria-label={words.shell.pages}>
          <ul>
            {PAGES.map((one) => (
              <li key={one.page}>
                <a
                  href={hrefOf([one.page])}
                  aria-current={one.page === page ? 'page' : undefined}
                  onClick={() => setOpen(false)}
                >
                  {words.pageNames[one.page]}
                  <kbd aria-hidden="true">{one.key}</kbd>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="side-foot">
          <Who />
          <Choices />
          <button type="button" className="plain" onClick={help}>
            {words.shell.keys} <kbd aria-hidden="true">?</kbd>
          </button>
        </div>
      </div>
    </header>
  );
}

function Logo(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="logo-ground" />
      <path d="M8 10h16M8 16h11M8 22h6" className="logo-lanes" />
      <circle cx="23" cy="21" r="3.5" className="logo-sun" />
    </svg>
  );
}

/** Whether what is on the screen is true this second. */
function LiveMark({ status }: { readonly status: Status | undefined }): ReactNode {
  const words = useWords();
  const { state } = useLiveState();
  return (
    <span className={`live-mark ${state}`} role="status">
      <span aria-hidden="true" />
      {state === 'live' && status !== undefined ? words.now.states[status.service.state] : words.shell.live[state]}
    </span>
  );
}

function Who(): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const say = useSay();
  const user = useSession().data?.user ?? null;
  if (user === null) return null;
  const leave = async (): Promise<void> => {
    try {
      await tell('DELETE', 'session');
    } catch (error) {
      say({ text: refusalText(error), kind: 'refused' });
    }
    await client.resetQueries();
  };
  return (
    <p className="who">
      <span>{user.name}</span> <span className="quiet">{words.access.roles[user.role]}</span>
      {user.by === 'session' && (
        <button type="button" className="plain" onClick={() => void leave()}>
          {words.login.leave}
        </button>
      )}
    </p>
  );
}
