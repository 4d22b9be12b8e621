/** What surrounds every page: the way to the others, the state of the connection, who the reader is. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLive } from '../../data/live.ts';
import { useStatus } from '../../data/queries.ts';
import { useRoute } from '../../routing/hash-route.ts';
import { useKeyboard } from '../../routing/keyboard.ts';
import { pageNamed } from '../../routing/pages.ts';
import type { Page } from '../../routing/pages.ts';
import { Zoned, useLanguage, useWords } from '../../words/language.tsx';
import { Connection } from './connection.tsx';
import { Help } from './help.tsx';
import { Navigation } from './navigation.tsx';
import { PageOf } from './page-of.tsx';

export function Shell(): ReactNode {
  const words = useWords();
  const language = useLanguage();
  const route = useRoute();
  const page = pageNamed(route.path[0]);
  const [isHelping, setHelping] = useState(false);
  useKeyboard(useCallback(() => setHelping(true), []));
  useLive(useQueryClient(), language, true);
  const status = useStatus().data;
  useTitle(page, status?.batch?.id);
  const main = useFocusOnArrival(page, route.path[1]);
  return (
    <Zoned zone={status?.batch?.timeZone}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          // The address is the page's: only the focus moves.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {words.shell.skip}
      </a>
      <Navigation page={page} status={status} help={() => setHelping(true)} />
      <main id="main" ref={main} tabIndex={-1} className={`page page-${page}`}>
        <Connection />
        <PageOf page={page} route={route} />
      </main>
      {isHelping && <Help close={() => setHelping(false)} />}
    </Zoned>
  );
}

function useTitle(page: Page, batch: string | undefined): void {
  const words = useWords();
  useEffect(() => {
    document.title = [words.pageNames[page], batch, 'Scraping Orchestrator'].filter(Boolean).join(' · ');
  }, [words, page, batch]);
}

/** A new page begins at its top, with the focus there; the first one leaves the focus alone. */
function useFocusOnArrival(page: Page, part: string | undefined): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const arrived = useRef('');
  useEffect(() => {
    const here = `${page} ${part ?? ''}`;
    if (arrived.current !== '' && arrived.current !== here) {
      main.current?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    arrived.current = here;
  }, [page, part]);
  return main;
}
