/** Where the reader is now, and going elsewhere. */
import { useMemo, useSyncExternalStore } from 'react';
import { parseHash } from './address.ts';
import type { Route } from './address.ts';

export function navigate(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.location.hash = href;
  else {
    window.history.replaceState(null, '', href);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}
